/** Workspaces on their way between threads: each profile crosses once, and is called by a key from then on. */
import { threadId } from 'node:worker_threads';
import { shareColumns } from '../profile/shared.ts';
import type { Profile } from '../profile/tables.ts';
import type { Session } from '../shell/session.ts';
import type { Workspace } from '../shell/workspace.ts';

/** A profile by its key, with its tables where the other side does not have them yet. */
export interface PackedProfile {
  readonly key: string;
  readonly profile?: Profile;
}

export interface PackedSession extends Omit<Session, 'profile'> {
  readonly profile: PackedProfile;
}

export interface PackedWorkspace extends Omit<Workspace, 'sessions'> {
  readonly sessions: readonly PackedSession[];
}

/** One side of the way: what it knows by key, which is all that the other side may call by its key alone. */
export class ProfilePacker {
  readonly #keys = new WeakMap<Profile, string>();
  #known = new Map<string, Profile>();
  #made = 0;

  packSession(session: Session): PackedSession {
    return { ...session, profile: this.#pack(session.profile) };
  }

  packWorkspace(workspace: Workspace): PackedWorkspace {
    const packed = { ...workspace, sessions: workspace.sessions.map((session) => this.packSession(session)) };
    this.#forgetAllBut(packed);
    return packed;
  }

  unpackSession({ profile: { key, profile }, ...session }: PackedSession): Session {
    return { ...session, profile: this.#unpack(key, profile) };
  }

  unpackWorkspace(packed: PackedWorkspace): Workspace {
    const workspace = { ...packed, sessions: packed.sessions.map((session) => this.unpackSession(session)) };
    this.#forgetAllBut(packed);
    return workspace;
  }

  /** The other side has gone, and another is to begin with nothing. */
  forgetAll(): void {
    this.#known.clear();
  }

  #pack(profile: Profile): PackedProfile {
    let key = this.#keys.get(profile);
    if (key === undefined) {
      // No other thread of this process makes the same one.
      key = `${threadId}-${++this.#made}`;
      this.#keys.set(profile, key);
    }
    if (this.#known.has(key)) return { key };
    this.#known.set(key, profile);
    return { key, profile: shareColumns(profile) };
  }

  #unpack(key: string, sent: Profile | undefined): Profile {
    const profile = sent ?? this.#known.get(key);
    if (profile === undefined) throw new Error(`no profile is known as ${key}`);
    this.#known.set(key, profile);
    this.#keys.set(profile, key);
    return profile;
  }

  /** Profiles that were closed are not kept from being freed. Both sides see the same workspaces, in the same order. */
  #forgetAllBut({ sessions }: PackedWorkspace): void {
    const keys = new Set(sessions.map(({ profile: { key } }) => key));
    this.#known = new Map([...this.#known].filter(([key]) => keys.has(key)));
  }
}
