import { quotePattern } from '../../base/regex.ts';
import { type CompletedFlag, PROFILE_ENDINGS } from './flags.ts';

/** For fish. A flag is declared twice: with one dash, as pprof writes it, and with two, for who begins with two. */
export function fishCompletion(flags: readonly CompletedFlag[]): string {
  const valued = flags.filter(({ value }) => value !== undefined).map(({ name }) => name);
  return `# Completion of pprof-shell for fish, printed by pprof-shell -completion=fish

# Flags end at the first word that is none.
function __pprof_shell_takes_flags
    set -l valued ${valued.join(' ')}
    set -l is_value no
    for word in (commandline -opc)[2..-1]
        if test $is_value = yes
            set is_value no
        else if string match -q -- '-*=*' $word
            continue
        else if test "$word" = --
            return 1
        else if string match -q -- '-?*' $word
            contains -- (string replace -r -- '^--?' '' $word) $valued; and set is_value yes
        else
            return 1
        end
    end
    return 0
end

function __pprof_shell_takes_long_flags
    string match -q -- '--*' (commandline -ct); and __pprof_shell_takes_flags
end

# All files: profiles first, then directories.
function __pprof_shell_profiles
    set -l typed (commandline -ct | string replace -r -- '^--?\\w+=' '')
    set -l files (complete -C "__pprof_shell_no_command $typed")
    string match -r -- ${quoted(PROFILE_NAME)} $files
    string match -r -- '^.*/$' $files
    printf '%s\\n' $files
end

complete -c pprof-shell -x -k -a '(__pprof_shell_profiles)'
${flags.flatMap(flagLines).join('\n')}
`;
}

/** A pattern for names of files that most likely are profiles. */
const PROFILE_NAME = `^.*(?:${PROFILE_ENDINGS.map(quotePattern).join('|')})$`;

function flagLines({ name, help, value }: CompletedFlag): string[] {
  const taken = value === undefined ? '-f' : valueArguments(value);
  const line = (kind: string, condition: string) =>
    `complete -c pprof-shell -n ${condition} ${kind} ${name} ${taken} -d ${quoted(help)}`;
  return [line('-o', '__pprof_shell_takes_flags'), line('-l', '__pprof_shell_takes_long_flags')];
}

function valueArguments(value: NonNullable<CompletedFlag['value']>): string {
  switch (value.type) {
    case 'words':
      return `-x -a ${quoted(value.words.join(' '))}`;
    case 'profile':
      return "-x -k -a '(__pprof_shell_profiles)'";
    case 'file':
      return '-r -F';
    case 'text':
      return '-x';
  }
}

/** A text that fish takes as it is. */
function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
