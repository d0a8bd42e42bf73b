import { gzipSync } from "node:zlib";
import type { Plugin } from "vite";

const LIMIT_KIB = 350;

/** Prints what the first page costs, and refuses a build that costs too much: the entry and everything that it
 *  imports statically, compressed. */
export function firstLoad(): Plugin {
  return {
    name: "naru-first-load",
    apply: "build",
    generateBundle(_options, bundle) {
      const files = new Set<string>();
      const visit = (name: string) => {
        const chunk = bundle[name];
        if (chunk?.type !== "chunk" || files.has(name)) return;
        files.add(name);
        chunk.imports.forEach(visit);
      };
      for (const [name, file] of Object.entries(bundle)) {
        if (file.type === "chunk" && file.isEntry) visit(name);
      }
      const sizes = Array.from(files, (name) => {
        const file = bundle[name];
        return file?.type === "chunk" ? gzipSync(file.code).length : 0;
      });
      const kib = sizes.reduce((sum, size) => sum + size, 0) / 1024;
      this.info(`first load: ${kib.toFixed(1)} KiB of JavaScript, compressed (limit ${LIMIT_KIB})`);
      if (kib > LIMIT_KIB) this.error(`first load is over ${LIMIT_KIB} KiB`);
    },
  };
}
