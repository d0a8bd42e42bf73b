import { expect, test } from "vitest";
import { replicasIn } from "./client.ts";

test.each([
  ["role:master\r\nconnected_slaves:0\r\n", []],
  [
    "role:master\r\nconnected_slaves:2\r\nslave0:ip=10.0.0.7,port=6379,state=online,offset=14,lag=0\r\nslave1:ip=10.0.0.8,port=6380,state=wait_bgsave,offset=0,lag=0\r\n",
    [{ host: "10.0.0.7", port: 6379 }],
  ],
  ["slave0:ip=::1,port=7000,state=online,offset=1,lag=1\n", [{ host: "::1", port: 7000 }]],
])("of %j the replicas that have caught up are %j", (replication, replicas) => {
  expect(replicasIn(replication)).toEqual(replicas);
});
