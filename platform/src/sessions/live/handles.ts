import { createCipheriv, createDecipheriv, createHmac, randomBytes } from "node:crypto";

/* An id of a session is as good as a password: whoever has it is its user. It never leaves this process. What the console gets instead
 * can be given back here, and is good for nothing else. */

const algorithm = "aes-256-gcm";
const nonceBytes = 12;
const tagBytes = 16;

export class Handles {
  readonly #key = randomBytes(32);
  readonly #nonceKey = randomBytes(32);

  /** The same for the same session, so that lists can tell it is the one that they had.
   *  @param of  the application: a handle is good for no other */
  seal(id: string, of: string): string {
    const nonce = createHmac("sha256", this.#nonceKey)
      .update(`${of}\n${id}`)
      .digest()
      .subarray(0, nonceBytes);
    const cipher = createCipheriv(algorithm, this.#key, nonce).setAAD(Buffer.from(of));
    const sealed = Buffer.concat([cipher.update(id, "utf8"), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString("base64url");
  }

  /** Undefined when it was not made here, for this application, since the process started. */
  open(handle: string, of: string): string | undefined {
    const bytes = Buffer.from(handle, "base64url");
    if (bytes.length <= nonceBytes + tagBytes) return undefined;
    const decipher = createDecipheriv(algorithm, this.#key, bytes.subarray(0, nonceBytes))
      .setAAD(Buffer.from(of))
      .setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes));
    try {
      return Buffer.concat([
        decipher.update(bytes.subarray(nonceBytes + tagBytes)),
        decipher.final(),
      ]).toString("utf8");
    } catch {
      return undefined;
    }
  }
}

const shown = 4;

/** The first characters tell sessions apart for people; the rest is what makes it secret. */
export const masked = (id: string): string => (id.length <= 2 * shown ? "…" : `${id.slice(0, shown)}…`);
