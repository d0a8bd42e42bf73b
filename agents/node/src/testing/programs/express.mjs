import express from "express";
import { setTimeout as wait } from "node:timers/promises";

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

const server = app.listen(0, "127.0.0.1", () => console.log(`port ${server.address().port}`));
