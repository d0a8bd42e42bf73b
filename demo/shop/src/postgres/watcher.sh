# Runs the server in "$@"; ends it and removes its folder, $1, when standard input closes. The operating system
# sees to that even when the parent is killed without a chance to clean up.
folder=$1
shift
exec 3<&0
"$@" </dev/null 3<&- &
server=$!
{
  cat <&3 >/dev/null
  kill -INT "$server" 2>/dev/null
} &
while kill -0 "$server" 2>/dev/null; do wait "$server"; done
rm -rf "$folder"
