import { createServer } from "node:http";

/** Takes processor time, on one line. */
function burn(ms) {
  let sum = 0;
  for (const end = Date.now() + ms; Date.now() < end;) sum += JSON.stringify({ sum }).length;
  return sum;
}

const server = createServer((_request, response) => response.end());
server.listen(0, "127.0.0.1", () => console.log(`port ${server.address().port}`));
setInterval(burn, 25, 20);
