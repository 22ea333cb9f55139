#include "interpreter/command/command.h"

#include <string_view>

namespace whereas::command {

namespace {

constexpr std::string_view bash = R"(# Completion of whereas in bash.
_whereas() {
  local word="${COMP_WORDS[COMP_CWORD]}" before="${COMP_WORDS[COMP_CWORD-1]}" command="" each
  for each in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$each" in -*) ;; *) command="$each"; break ;; esac
  done
  local words="" files=""
  case "$before" in
    --data) files="csv" ;;
    --as-paid) files="csv" ;;
    --lcov|--html) compopt -o default; COMPREPLY=(); return ;;
    --vary|--paths|--seed|--threads|--figures-of) return ;;
    --by) words="month quarter year term" ;;
    --color|--colour) words="auto always never" ;;
    --format)
      case "$command" in explain) words="text json html dot" ;; test) words="text junit tap json" ;; *) words="table csv json" ;; esac ;;
    --from|--to|--scenario|-e|--filter|--at-least) return ;;
    *)
      case "$command" in
        "") words="run simulate check explain test fmt eval completion --help --version" ;;
        run) words="-e --data --scenario --as-paid --net --certificate --by --from --to --format --color --help"; files="deal" ;;
        simulate) words="--data --scenario --vary --paths --seed --figures-of --by --from --to --threads --format --color --help"; files="deal" ;;
        check) words="--tree --plan --color --help"; files="deal" ;;
        explain) words="--data --scenario --why-not --format --color --help"; files="deal" ;;
        test) words="--format --filter --update --watch --coverage --lcov --html --mutate --at-least --color --help"; files="deal" ;;
        fmt) words="--check --help"; files="deal" ;;
        completion) words="bash zsh fish" ;;
      esac ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$word"))
  if [ -n "$files" ]; then
    COMPREPLY+=($(compgen -f -X "!*.$files" -- "$word") $(compgen -d -S / -- "$word"))
    compopt -o filenames
  fi
}
complete -F _whereas whereas
)";

constexpr std::string_view zsh = R"(#compdef whereas
# Completion of whereas in zsh.
_whereas() {
  local state line
  local -a colour=('--color[when to colour]:when:(auto always never)' '--help[show help]')
  local -a figures=('*--data[figures as CSV]:file:_files -g "*.csv"' '*--scenario[figures of a scenario]:scenario:')
  _arguments -C '--version[show the version]' $colour '1:command:->command' '*::argument:->argument'
  case $state in
    command)
      local -a commands=('run:what a contract pays' 'simulate:what it pays over many scenarios' 'check:whether contracts can be run' 'explain:why one payment is what it is'
        'test:run the tests in contracts' 'fmt:canonical layout' 'eval:one exact value' 'completion:the script for a shell')
      _describe command commands ;;
    argument)
      case $line[1] in
        run) _arguments $colour $figures '-e[the text of the contract]:text:' '--by[add up by]:period:(month quarter year term)' \
            '--from[not before]:period:' '--to[not after]:period:' '--as-paid[an earlier statement]:file:_files' '--net[positions of the parties alone]' '--certificate[roundings and hashes]' '--format[form]:format:(table csv json text)' '*:contract:_files -g "*.deal"' ;;
        simulate) _arguments $colour $figures '*--vary[an input and how far it strays]:words:' '--paths[how many]:number:' '--seed[which]:number:' \
            '--figures-of[what was drawn for one path]:path:' '--by[add up by]:period:(month quarter year term)' '--from[not before]:period:' '--to[not after]:period:' \
            '--threads[on how many]:number:' '--format[form]:format:(table csv json)' '1:contract:_files -g "*.deal"' ;;
        check) _arguments $colour '--tree[show the contract as understood]' '--plan[show the steps]' '*:contract:_files -g "*.deal"' ;;
        explain) _arguments $colour $figures '--why-not[why nothing is paid]' '--format[form]:format:(text json html dot)' '1:contract:_files -g "*.deal"' '2:clause:' '3:period:' ;;
        test) _arguments $colour '--format[form]:format:(text junit tap json)' '--filter[titles with this in them]:text:' '--update[write expected statements anew]' \
            '--watch[run again when a file changes]' '--coverage[what the tests try]' '--lcov[the same for lcov]:file:_files' '--html[the same as a page]:file:_files' \
            '--mutate[which words no test holds]' '--at-least[the percentage to reach]:percent:' '*:contract:_files -g "*.deal"' ;;
        fmt) _arguments $colour '--check[change nothing]' '*:contract:_files -g "*.deal"' ;;
        completion) _values shell bash zsh fish ;;
      esac ;;
  esac
}
compdef _whereas whereas
)";

constexpr std::string_view fish = R"(# Completion of whereas in fish.
set -l commands run simulate check explain test fmt eval completion
complete -c whereas -n "not __fish_seen_subcommand_from $commands" -f -a run -d 'what a contract pays'
complete -c whereas -n "not __fish_seen_subcommand_from $commands" -f -a simulate -d 'what it pays over many scenarios'
complete -c whereas -n "not __fish_seen_subcommand_from $commands" -f -a check -d 'whether contracts can be run'
complete -c whereas -n "not __fish_seen_subcommand_from $commands" -f -a explain -d 'why one payment is what it is'
complete -c whereas -n "not __fish_seen_subcommand_from $commands" -f -a test -d 'run the tests in contracts'
complete -c whereas -n "not __fish_seen_subcommand_from $commands" -f -a fmt -d 'canonical layout'
complete -c whereas -n "not __fish_seen_subcommand_from $commands" -f -a eval -d 'one exact value'
complete -c whereas -n "not __fish_seen_subcommand_from $commands" -f -a completion -d 'the script for a shell'
complete -c whereas -l color -x -a 'auto always never' -d 'when to colour'
complete -c whereas -l help -d 'show help'
complete -c whereas -n '__fish_seen_subcommand_from run simulate explain' -l data -r -d 'figures as CSV'
complete -c whereas -n '__fish_seen_subcommand_from run simulate explain' -l scenario -x -d 'figures of a scenario'
complete -c whereas -n '__fish_seen_subcommand_from run' -s e -x -d 'the text of the contract'
complete -c whereas -n '__fish_seen_subcommand_from run' -l as-paid -r -d 'an earlier statement'
complete -c whereas -n '__fish_seen_subcommand_from run' -l net -d 'positions of the parties alone'
complete -c whereas -n '__fish_seen_subcommand_from run simulate' -l by -x -a 'month quarter year term' -d 'add up by'
complete -c whereas -n '__fish_seen_subcommand_from run simulate' -l from -x -d 'not before'
complete -c whereas -n '__fish_seen_subcommand_from run simulate' -l to -x -d 'not after'
complete -c whereas -n '__fish_seen_subcommand_from run simulate' -l format -x -a 'table csv json' -d 'form'
complete -c whereas -n '__fish_seen_subcommand_from run' -l certificate -d 'roundings and hashes'
complete -c whereas -n '__fish_seen_subcommand_from simulate' -l vary -x -d 'an input and how far it strays'
complete -c whereas -n '__fish_seen_subcommand_from simulate' -l paths -x -d 'how many'
complete -c whereas -n '__fish_seen_subcommand_from simulate' -l seed -x -d 'which'
complete -c whereas -n '__fish_seen_subcommand_from simulate' -l figures-of -x -d 'what was drawn for one path'
complete -c whereas -n '__fish_seen_subcommand_from simulate' -l threads -x -d 'on how many'
complete -c whereas -n '__fish_seen_subcommand_from explain' -l why-not -d 'why nothing is paid'
complete -c whereas -n '__fish_seen_subcommand_from explain' -l format -x -a 'text json html dot' -d 'form'
complete -c whereas -n '__fish_seen_subcommand_from test' -l format -x -a 'text junit tap json' -d 'form'
complete -c whereas -n '__fish_seen_subcommand_from test' -l filter -x -d 'titles with this in them'
complete -c whereas -n '__fish_seen_subcommand_from test' -l update -d 'write expected statements anew'
complete -c whereas -n '__fish_seen_subcommand_from test' -l watch -d 'run again when a file changes'
complete -c whereas -n '__fish_seen_subcommand_from test' -l coverage -d 'what the tests try'
complete -c whereas -n '__fish_seen_subcommand_from test' -l lcov -r -d 'the same for lcov'
complete -c whereas -n '__fish_seen_subcommand_from test' -l html -r -d 'the same as a page'
complete -c whereas -n '__fish_seen_subcommand_from test' -l mutate -d 'which words no test holds'
complete -c whereas -n '__fish_seen_subcommand_from test' -l at-least -x -d 'the percentage to reach'
complete -c whereas -n '__fish_seen_subcommand_from check' -l tree -d 'show the contract as understood'
complete -c whereas -n '__fish_seen_subcommand_from check' -l plan -d 'show the steps'
complete -c whereas -n '__fish_seen_subcommand_from fmt' -l check -d 'change nothing'
complete -c whereas -n '__fish_seen_subcommand_from completion' -f -a 'bash zsh fish'
)";

}  // namespace

int completion(const std::string& shell, Screen& screen) {
  screen.result(shell == "bash" ? bash : shell == "zsh" ? zsh : fish);
  return 0;
}

}  // namespace whereas::command
