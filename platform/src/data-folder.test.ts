import { spawn } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { openDataFolder } from "./data-folder.ts";
import { explainStartFailure } from "./start-failure.ts";

const fresh = () => join(mkdtempSync(join(tmpdir(), "naru-data-")), "naru");

describe("the data folder", () => {
  test("is made for its owner only, and is free again after its release", async () => {
    const path = fresh();
    const folder = await openDataFolder(path);
    expect(statSync(path).mode & 0o777).toBe(0o700);
    await folder.release();
    await (await openDataFolder(path)).release();
  });
  test("is refused while another process holds it", async () => {
    const path = fresh();
    const folder = await openDataFolder(path);
    const other = spawn("sleep", ["30"]);
    const { pid = 0 } = other;
    const started = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ")[19];
    writeFileSync(join(path, "lock"), `${pid} ${started}`);
    const refused = await openDataFolder(path).catch((error: unknown) => explainStartFailure(error, "en"));
    expect(refused).toBe(`Process ${pid} already uses ${path}. Stop it, or give another folder with --data.`);
    other.kill("SIGKILL");
    await folder.release();
  });
  test("is taken over from a process that is gone, also when its number is used again", async () => {
    const path = fresh();
    await (await openDataFolder(path)).release();
    writeFileSync(join(path, "lock"), `${process.ppid} 1`);
    await (await openDataFolder(path)).release();
  });
});

describe("a start that fails says why and what to do", () => {
  const facts: [error: object, en: RegExp, ko: RegExp][] = [
    [{ code: "EADDRINUSE", port: 8800 }, /^Port 8800 is taken/, /^포트 8800가 이미/],
    [{ code: "EACCES", path: "/data" }, /^No permission for \/data/, /권한이 없습니다/],
    [{ code: "EACCES", port: 80 }, /^No permission for port 80/, /^포트 80에/],
    [{ code: "ENOSPC", path: "/data/lock" }, /^The disk of \/data\/lock is full/, /가득 찼습니다/],
    [{ code: "EADDRNOTAVAIL", address: "10.9.9.9" }, /no address 10\.9\.9\.9/, /주소가 없습니다/],
  ];
  test.each(facts)("%j", (error, en, ko) => {
    expect(explainStartFailure(error, "en")).toMatch(en);
    expect(explainStartFailure(error, "ko")).toMatch(ko);
  });
  test("a bug of ours is shown as it is", () => {
    expect(explainStartFailure(new TypeError("x"), "en")).toBeUndefined();
  });
  test.skipIf(process.getuid?.() === 0)("a folder that cannot be written", async () => {
    const path = fresh();
    await (await openDataFolder(path)).release();
    chmodSync(path, 0o500);
    const refused = await openDataFolder(path).catch((error: unknown) => explainStartFailure(error, "en"));
    expect(refused).toMatch(/^No permission for/);
  });
});
