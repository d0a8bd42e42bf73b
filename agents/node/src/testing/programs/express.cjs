const express = require("express");
const { setTimeout: wait } = require("node:timers/promises");

const app = express();

app.get("/quick", function quick(_request, response) {
  response.send("ok");
});

app.get("/slow/:ms", async function slow(request, response) {
  await wait(Number(request.params.ms));
  response.send("done");
});

app.get("/calls/:port", async function calls(request, response) {
  const answer = await fetch(`http://127.0.0.1:${request.params.port}/anything`);
  response.send(await answer.text());
});

app.get("/known", (request, response) => {
  request.headers["x-user-id"] = "u9";
  response.send("ok");
});

app.get("/exit", (_request, response) => {
  response.send("bye");
  response.on("finish", () => server.close(() => server.closeAllConnections()));
});

if (process.env.COMPILED) require(process.env.COMPILED).mount(app);

const server = app.listen(0, "127.0.0.1", () => console.log(`port ${server.address().port}`));
