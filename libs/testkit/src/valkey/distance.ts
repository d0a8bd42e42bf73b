import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** A way to a server on loopback that is as long as one between machines, for its replicas. */
export interface Distance {
  readonly port: number;
  /** Whatever is under way is lost, as when a machine loses its power, and nobody is let in any more. */
  cut(): Promise<void>;
  /** Lets whoever comes in again. */
  mend(): Promise<void>;
}

/** What a server tells its replicas arrives so much later; clients and sentinels notice nothing. */
export async function distant(port: number, lagMs: number): Promise<Distance> {
  const open = new Set<Socket>();
  const server = createServer({ noDelay: true }, (near) => {
    const far = connect({ port, host: "127.0.0.1", noDelay: true });
    const both = [near, far];
    let isReplica = false;
    for (const socket of both) {
      open.add(socket);
      socket.on("error", () => undefined);
      socket.on("close", () => {
        open.delete(socket);
        for (const each of both) each.destroy();
      });
    }
    near.on("data", (bytes) => {
      isReplica ||= bytes.includes("REPLCONF");
      far.write(bytes);
    });
    far.on("data", (bytes) => {
      if (!isReplica) return void near.write(bytes);
      return void setTimeout(() => near.writable && near.write(bytes), lagMs);
    });
  });
  const listen = async (at: number) => {
    server.listen(at, "127.0.0.1");
    await once(server, "listening");
    return (server.address() as AddressInfo).port;
  };
  const own = await listen(0);
  return {
    port: own,
    cut: async () => {
      if (!server.listening) return;
      const closed = once(server, "close");
      server.close();
      for (const socket of open) socket.destroy();
      await closed;
    },
    mend: async () => {
      if (!server.listening) await listen(own);
    },
  };
}
