import { spawn } from "node:child_process";
import { once } from "node:events";
import { access, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { ContainerSpec, Mount } from "./container.ts";
import { allProcesses, familyOf } from "./processes.ts";
import { permittedIsolation } from "./probe.ts";
import { type Runtime, runtimeWith } from "./runtime.ts";
import { Bench, logOf } from "./runtime.fixture.ts";

const isolation = await permittedIsolation();

describe.runIf(isolation !== "none")("a container's file system", () => {
  let bench: Bench;
  let runtime: Runtime;
  let volume: string;

  beforeEach(async () => {
    bench = await Bench.make();
    runtime = runtimeWith(isolation);
    volume = join(bench.folder, "a volume");
    await mkdir(join(volume, "inner"), { recursive: true });
    await writeFile(join(volume, "file"), "from the volume\n");
  });
  afterEach(async () => {
    await runtime.stop();
    await bench.remove();
  });

  const at = (target: string, readOnly = false, source = volume): Mount => ({ source, target, readOnly });

  async function run(script: string, rest: Partial<ContainerSpec>): Promise<string> {
    const spec = await bench.spec(`{ ${script}; } 2>&1`, rest);
    await (
      await runtime.start(spec)
    ).exited;
    return logOf(spec);
  }

  test.each([
    "/data",
    "/etc/naru-config",
    "/var/lib/naru/x",
    "/var/run/secrets/naru/x",
    "/usr/share",
    "/naru/a/b/c",
  ])("a volume appears at %s, and the host has nothing of it", async (target) => {
    const existed = await exists(target);
    expect(await run(`cat ${target}/file; echo written > ${target}/new`, { mounts: [at(target)] })).toBe(
      "from the volume\n",
    );
    expect(await readFile(join(volume, "new"), "utf8")).toBe("written\n");
    expect(await exists(target)).toBe(existed);
    expect(await readFile("/proc/self/mountinfo", "utf8")).not.toContain(bench.folder);
  });

  test("what stands beside a volume is still there", async () => {
    const mounts = [at("/etc/naru-config")];
    expect(
      await run("cmp /etc/passwd /proc/self/root/etc/passwd && ls /etc | grep -c ^passwd$", { mounts }),
    ).toBe("1\n");
  });

  test("a file is mounted over a file, and where there is none", async () => {
    const file = join(volume, "file");
    const mounts = [at("/etc/hosts", false, file), at("/etc/naru/one.conf", true, file)];
    expect(await run("cat /etc/hosts /etc/naru/one.conf; echo x > /etc/naru/one.conf", { mounts })).toMatch(
      /^from the volume\nfrom the volume\n.*Read-only file system\n$/,
    );
  });

  test("a volume that is read only refuses what is written, also below it", async () => {
    const script = "echo x > /data/new; cat /data/inner/file /data/added/file; echo x > /data/file";
    const mounts = [at("/data", true), at("/data/inner"), at("/data/added")];
    const printed = await run(script, { mounts });
    expect(printed.match(/from the volume/g)).toHaveLength(2);
    expect(printed).toContain("/data/file: Read-only file system");
    expect(await exists(join(volume, "added"))).toBe(false);
  });

  test("the host's ordinary folders can be written", async () => {
    const path = join(bench.folder, "written");
    await run(`echo yes > ${path}`, { mounts: [at("/data")] });
    expect(await readFile(path, "utf8")).toBe("yes\n");
  });

  test("the image's own files stand over the host's, read only", async () => {
    const spec = await bench.spec("cat /app/main.txt; echo x > /app/new");
    await mkdir(join(bench.folder, "image/rootfs/app"), { recursive: true });
    await writeFile(join(bench.folder, "image/rootfs/app/main.txt"), "of the image\n");
    const image = { ...spec.image, folder: join(bench.folder, "image") };
    await (
      await runtime.start({ ...spec, image, workingDir: "/app" })
    ).exited;
    expect(await logOf(spec)).toMatch(/^of the image\n.*Read-only file system\n$/);
  });

  test("the program is the first process and sees only its own", async () => {
    expect(await run("echo $$; ls /proc | grep -c '^[0-9]'; hostname", { hostname: "web-0" })).toMatch(
      /^1\n[23]\nweb-0\n$/,
    );
  });

  const start = async (mount: Mount) => runtime.start(await bench.spec("true", { mounts: [mount] }));

  test("a volume without a source, or at a place that can't be, is refused", async () => {
    await expect(start(at("/data", false, "/no/such"))).rejects.toMatchObject({ code: "MOUNT_SOURCE" });
    await expect(start(at("/etc/hosts"))).rejects.toMatchObject({ code: "MOUNT_TARGET" });
    await expect(start(at("/"))).rejects.toMatchObject({ code: "MOUNT_TARGET" });
    await expect(start(at("/etc/hosts/x"))).rejects.toMatchObject({ code: "MOUNT_TARGET" });
  });

  test.runIf(isolation === "root")("a program runs as the user that was asked for", async () => {
    const user = { uid: 4321, gid: 8765, groups: [11, 12] };
    expect(await run("id -u; id -g; id -G; echo x > /dev/stdout", { user })).toBe(
      "4321\n8765\n8765 11 12\nx\n",
    );
  });

  test("all inside dies with the process that started it, also when that is killed", async () => {
    const spec = await bench.spec("sleep 600 & setsid sleep 600 & echo up; wait");
    const starter = spawn(process.execPath, ["--input-type=module", "-e", starterOf(spec)], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [printed] = (await once(starter.stdout, "data")) as [Buffer];
    while (!(await logOf(spec)).includes("up")) await delay(10);
    const family = familyOf(Number(printed), await allProcesses());
    expect(family.length).toBeGreaterThanOrEqual(3);
    starter.kill("SIGKILL");
    await once(starter, "exit");
    await delay(100);
    const alive = new Set((await allProcesses()).map(({ pid }) => pid));
    expect(family.filter(({ pid }) => alive.has(pid))).toEqual([]);
  });

  const starterOf = (spec: ContainerSpec) => `
    import { runtimeWith } from ${JSON.stringify(new URL("runtime.ts", import.meta.url).href)};
    const container = await runtimeWith(${JSON.stringify(isolation)}).start(${JSON.stringify(spec)});
    console.log(container.pid);
    await container.exited;`;
});

test("without namespaces a volume is refused with the way out", async () => {
  const bench = await Bench.make();
  const mounts = [{ source: bench.folder, target: "/data", readOnly: true }];
  const starting = runtimeWith("none").start(await bench.spec("true", { mounts }));
  await expect(starting).rejects.toMatchObject({
    code: "NO_NAMESPACES",
    wayOut: expect.stringContaining("as root"),
  });
  await bench.remove();
});

const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  );
