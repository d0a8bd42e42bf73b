# Ends the processes named on standard input ("+ PID", "- PID" when gone) once that closes. The operating system
# closes it whichever way the writer ends, and a shell reacts at once where a busy machine's services take seconds.
pids=" "
while read -r sign pid; do
  case "$sign$pids" in
    +*) pids="$pids$pid " ;;
    *" $pid "*) pids="${pids%% "$pid" *} ${pids#* "$pid" }" ;;
  esac
done
kill -TERM $pids 2>/dev/null || exit 0
sleep 2
kill -KILL $pids 2>/dev/null
