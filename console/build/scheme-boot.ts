import { readFileSync } from "node:fs";
import type { Plugin } from "vite";

const SOURCE = new URL("../src/scheme-boot.js", import.meta.url);

/** Puts a small blocking script before the styles: modules run too late to choose the colour scheme, and the
 *  content security policy allows no inline script. */
export function schemeBoot(): Plugin {
  let building = false;
  let asset = "";
  return {
    name: "naru-scheme-boot",
    configResolved(config) {
      building = config.command === "build";
    },
    buildStart() {
      if (!building) return;
      const source = `{${readFileSync(SOURCE, "utf8")}}`;
      asset = this.emitFile({ type: "asset", name: "scheme-boot.js", source });
    },
    generateBundle: {
      order: "post",
      handler(_options, bundle) {
        const page = bundle["index.html"];
        if (page?.type !== "asset") return;
        const tag = `<script src="/${this.getFileName(asset)}"></script>`;
        page.source = String(page.source).replace("<title>", `${tag}\n    <title>`);
      },
    },
    transformIndexHtml(html) {
      return building ? html : html.replace("<title>", '<script src="/src/scheme-boot.js"></script><title>');
    },
  };
}
