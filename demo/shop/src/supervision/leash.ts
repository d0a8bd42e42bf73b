/**
 * Loaded by `node --import` in front of a process that must not outlive its supervisor. The channel between
 * the two closes whichever way the supervisor ends, be it by SIGKILL.
 */
const graceMs = 3000;

process.once("disconnect", () => {
  setTimeout(() => process.exit(1), graceMs).unref();
  if (!process.emit("SIGTERM")) process.exit(1);
});
// Listening on the channel must not keep a drained process alive.
process.channel?.unref();
