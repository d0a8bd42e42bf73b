import { createServer } from "node:http";

/** Takes processor time, on one line, without a loop that V8 would replace while it runs. */
function burn(numbers) {
  const text = "sum";
  return JSON.stringify(numbers) + text;
}

const server = createServer((_request, response) => response.end());
server.listen(0, "127.0.0.1", () => console.log(`port ${server.address().port}`));
setInterval(
  burn,
  25,
  Array.from({ length: 150_000 }, (_, n) => ({ n })),
);
