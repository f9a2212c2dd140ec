import { type CompletedFlag, PROFILE_ENDINGS } from './flags.ts';

/**
 * For bash, written so that 3.2, which macOS has, can read it. `=` and `:` split words in bash, so the words are put
 * together again by the blanks of the line. A blank is added by hand to what is finished, as `-focus=` is not. Whatever
 * is a file of any kind is left to readline, which knows about quotes, `~` and directories.
 */
export function bashCompletion(flags: readonly CompletedFlag[]): string {
  const named = (test: (flag: CompletedFlag) => boolean) => flags.filter(test).map(({ name }) => name);
  const switches = named(({ value }) => value === undefined);
  const valued = named(({ value }) => value !== undefined);
  const profiles = named(({ value }) => value?.type === 'profile');
  const texts = named(({ value }) => value?.type === 'text');
  const lists = flags.flatMap(({ name, value }) =>
    value?.type === 'words'
      ? [`    ${name}) _pprof_shell_words "$2" "$3" ${value.words.map(quoted).join(' ')} ;;`]
      : [],
  );
  return `# Completion of pprof-shell for bash, printed by pprof-shell -completion=bash

_pprof_shell_switches=${quoted(switches.join(' '))}
_pprof_shell_valued=${quoted(valued.join(' '))}

# Offers the words that begin with $1, each with $2 before it.
_pprof_shell_words() {
  local start=$1 before=$2 word
  shift 2
  if type compopt > /dev/null 2>&1; then compopt +o default; fi
  for word in "$@"; do
    case $word in "$start"*) COMPREPLY+=("$before$word ") ;; esac
  done
}

# Offers profiles whose path begins with $1, and directories; where there is no profile, readline offers all files.
_pprof_shell_profiles() {
  local file found=() folders=()
  type compopt > /dev/null 2>&1 || return
  compopt +o nospace
  while IFS= read -r file; do
    if [ -d "$file" ]; then
      folders+=("$file")
    else
      case $file in ${PROFILE_ENDINGS.map((ending) => `*${ending}`).join(' | ')}) found+=("$file") ;; esac
    fi
  done <<< "$(compgen -f -- "$1")"
  if [ \${#found[@]} -gt 0 ]; then
    compopt -o filenames
    COMPREPLY=("\${found[@]}" "\${folders[@]}")
  fi
}

# Offers values of the flag $1 that begin with $2, each with $3 before it.
_pprof_shell_value() {
  case $1 in
${lists.join('\n')}
    ${profiles.join(' | ')}) _pprof_shell_profiles "$2" ;;
    ${texts.join(' | ')}) _pprof_shell_words "$2" "$3" ;;
    *) if type compopt > /dev/null 2>&1; then compopt +o nospace; fi ;;
  esac
}

_pprof_shell() {
  local IFS=$' \\t\\n' words=() rest=$COMP_LINE word flag='' i
  COMPREPLY=()
  for ((i = 0; i <= COMP_CWORD; i++)); do
    word=\${COMP_WORDS[i]}
    case $rest in
      [[:blank:]]* | '') words+=("$word") ;;
      *) if [ $i -eq 0 ]; then words+=("$word"); else words[\${#words[@]} - 1]+=$word; fi ;;
    esac
    rest=\${rest#"\${rest%%[![:blank:]]*}"}
    rest=\${rest#"$word"}
  done

  # Flags end at the first word that is none.
  local current=\${words[\${#words[@]} - 1]} takes_flags=yes
  for ((i = 1; i < \${#words[@]} - 1; i++)); do
    word=\${words[i]}
    if [ -n "$flag" ]; then
      flag=''
      continue
    fi
    case $word in
      -?*=*) ;;
      --) takes_flags='' ;;
      -?*)
        word=\${word#-}
        word=\${word#-}
        case " $_pprof_shell_valued " in *" $word "*) flag=$word ;; esac
        ;;
      *) takes_flags='' ;;
    esac
    [ -n "$takes_flags" ] || break
  done

  if [ -n "$flag" ]; then
    _pprof_shell_value "$flag" "$current" ''
    return
  fi
  case $takes_flags$current in
    yes-*=*)
      flag=\${current%%=*}
      local before="$flag="
      case $COMP_WORDBREAKS in *=*) before='' ;; esac
      flag=\${flag#-}
      _pprof_shell_value "\${flag#-}" "\${current#*=}" "$before"
      ;;
    yes-*)
      local dashes=-
      case $current in --*) dashes=-- ;; esac
      _pprof_shell_words "\${current#$dashes}" $dashes $_pprof_shell_switches
      for word in $_pprof_shell_valued; do
        case $dashes$word in "$current"*) COMPREPLY+=("$dashes$word=") ;; esac
      done
      ;;
    *) _pprof_shell_profiles "$current" ;;
  esac
}

complete -o default -o nospace -F _pprof_shell pprof-shell
`;
}

/** A text that bash takes as it is. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
