# shellcheck shell=bash
# urumi(1), made of what urumi itself says.

roff() { sed -e 's/\\/\\e/g' -e "s/^[.']/\\\\\&&/" -e 's/-/\\-/g'; }

# The names under SUBCOMMANDS of a help page.
subcommands() { awk '/^[A-Z ]*SUBCOMMANDS:/ { inside = 1; next } /^[^ ]/ { inside = 0 } inside && /^  [a-z]/ { print $1 }'; }

# man_page PROGRAM
man_page() {
  local program=$1 version command
  version=$("$program" --version) || return
  printf '.TH URUMI 1 "" "urumi %s" "User Commands"\n' "$version"
  printf '.SH NAME\nurumi \\- online shops on Kubernetes, from the terminal\n'
  printf '.SH SYNOPSIS\n.B urumi\n[\\fICOMMAND\\fR] [\\fIOPTIONS\\fR]\n.SH DESCRIPTION\n.nf\n'
  "$program" --help | roff || return
  printf '.fi\n.SH COMMANDS\n'
  while IFS= read -r command; do
    printf '.SS urumi %s\n.nf\n' "$command"
    "$program" "$command" --help | roff || return
    printf '.fi\n'
  done < <("$program" --help | subcommands)
  cat <<'M'
.SH EXIT STATUS
0 done, 1 failed, 2 wrong usage, 3 not found, 4 conflict, 5 cluster unreachable, 6 limit reached,
130 interrupted.
.SH FILES
.TP
.I ~/.config/urumi/config.toml
settings
.TP
.I ~/.local/state/urumi
stores, jobs and logs
.TP
.I /etc/urumi/urumi.env
settings of a server that was set up by setup\-prod.sh
M
}
