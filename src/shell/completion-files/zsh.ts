import { type CompletedFlag, PROFILE_ENDINGS } from './flags.ts';

/** For zsh: a file for a directory of `fpath`, which can be sourced as well. */
export function zshCompletion(flags: readonly CompletedFlag[]): string {
  // A backslash would take the next character as it is.
  const described = (test: (flag: CompletedFlag) => boolean) =>
    flags
      .filter(test)
      .map(({ name, help }) => `    ${quoted(`${name}:${help.replaceAll('\\', '\\\\')}`)}`)
      .join('\n');
  const names = (type: string) => flags.filter(({ value }) => value?.type === type).map(({ name }) => name);
  const lists = flags.flatMap(({ name, value }) =>
    value?.type === 'words' ? [`    ${name}) values=(${value.words.map(quoted).join(' ')}); compadd -a values ;;`] : [],
  );
  return `#compdef pprof-shell
# Completion of pprof-shell for zsh, printed by pprof-shell -completion=zsh

# Offers values of the flag $1.
_pprof_shell_value() {
  local -a values
  case $1 in
${lists.join('\n')}
    ${names('profile').join('|')}) _pprof_shell_profiles ;;
    ${names('text').join('|')}) _message "$1" ;;
    *) _files ;;
  esac
}

# Profiles first; all files where there is none.
_pprof_shell_profiles() {
  _files -g '*(${PROFILE_ENDINGS.join('|')})(-.)'
}

_pprof_shell() {
  local -a switches valued
  switches=(
${described(({ value }) => value === undefined)}
  )
  valued=(
${described(({ value }) => value !== undefined)}
  )

  # Flags end at the first word that is none.
  local flag='' word takes_flags=yes
  integer i
  for ((i = 2; i < CURRENT; i++)); do
    word=\${(Q)words[i]}
    if [[ -n $flag ]]; then
      flag=''
      continue
    fi
    case $word in
      (-?*=*) ;;
      (--) takes_flags='' ;;
      (-?*)
        word=\${\${word#-}#-}
        [[ -n \${(M)valued:#\${(b)word}:*} ]] && flag=$word
        ;;
      (*) takes_flags='' ;;
    esac
    [[ -n $takes_flags ]] || break
  done

  if [[ -n $flag ]]; then
    _pprof_shell_value $flag
  elif [[ -n $takes_flags && $PREFIX == -*=* ]]; then
    flag=\${PREFIX%%=*}
    compset -P '*='
    _pprof_shell_value \${\${flag#-}#-}
  elif [[ -n $takes_flags && $PREFIX == -* ]]; then
    local dashes=-
    [[ $PREFIX == --* ]] && dashes=--
    switches=("$dashes"\${^switches})
    valued=("$dashes"\${^valued})
    _describe -o flag switches -- valued -S =
  else
    _pprof_shell_profiles
  fi
}

if [[ $funcstack[1] == _pprof-shell ]]; then
  _pprof_shell "$@"
else
  compdef _pprof_shell pprof-shell
fi
`;
}

/** A text that zsh takes as it is. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
