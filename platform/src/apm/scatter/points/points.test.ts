import * as fc from "fast-check";
import { expect, test } from "vitest";
import { bytesAPoint, decodePoints, encodePoints } from "./api.ts";

test("what is encoded is decoded, whatever the services are called", () => {
  const point = fc.record({
    end: fc.nat(0xffff_ffff),
    value: fc.float({ min: 0, noNaN: true }),
    status: fc.nat(2),
    service: fc.nat(0xffff),
  });
  fc.assert(
    fc.property(
      fc.array(point),
      fc.array(fc.string({ unit: "binary" })),
      fc.boolean(),
      (points, services, truncated) => {
        const rows = new DataView(new ArrayBuffer(points.length * bytesAPoint));
        for (const [i, { end, value, status, service }] of points.entries()) {
          rows.setUint32(i * bytesAPoint, end, true);
          rows.setFloat32(i * bytesAPoint + 4, value, true);
          rows.setUint8(i * bytesAPoint + 8, status);
          rows.setUint16(i * bytesAPoint + 9, service, true);
        }
        const head = { from: 5, to: 9, services, truncated };
        const decoded = decodePoints(encodePoints(head, new Uint8Array(rows.buffer)));
        expect(decoded).toMatchObject({ ...head, count: points.length });
        expect([...decoded.ends]).toEqual(points.map(({ end }) => end));
        expect([...decoded.values]).toEqual(points.map(({ value }) => value));
        expect([...decoded.statuses]).toEqual(points.map(({ status }) => status));
        expect([...decoded.serviceOf]).toEqual(points.map(({ service }) => service));
      },
    ),
  );
});
