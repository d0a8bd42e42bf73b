import fastify from "fastify";

const app = fastify();

app.get("/carts/:id", async function showCart() {
  return "ok";
});

await app.listen({ port: 0, host: "127.0.0.1" });
console.log(`port ${app.server.address().port}`);
