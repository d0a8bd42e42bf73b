import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { ClickHouseUnavailable } from "./errors.ts";
import { connect } from "./http.ts";
import { raw } from "./sql.ts";

/** A server that closes the connection of the first requests instead of answering. */
async function closing(first: number) {
  let asked = 0;
  const server = createServer((request, response) => {
    asked += 1;
    if (asked <= first) request.socket.resetAndDestroy();
    else response.end('{"one":1}\n');
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const clickhouse = connect({ url: `http://127.0.0.1:${port}/default` });
  onTestFinished(async () => {
    await clickhouse.close();
    server.close();
  });
  return { clickhouse, asked: () => asked };
}

test("what is read is asked for once more when its connection is closed", async () => {
  const { clickhouse } = await closing(1);
  expect(await clickhouse.query(raw("SELECT 1 AS one"))).toEqual([{ one: 1 }]);
});

test("a server that closes every connection is away", async () => {
  const { clickhouse, asked } = await closing(9);
  await expect(clickhouse.query(raw("SELECT 1 AS one"))).rejects.toBeInstanceOf(ClickHouseUnavailable);
  expect(asked()).toBe(2);
});

test("what is written is sent once: nobody knows how far the first attempt came", async () => {
  const { clickhouse, asked } = await closing(9);
  await expect(clickhouse.command(raw("INSERT INTO t VALUES (1)"))).rejects.toBeInstanceOf(
    ClickHouseUnavailable,
  );
  expect(asked()).toBe(1);
});
