import { decode } from "@msgpack/msgpack";
import { type Layout, nothingTold, userIn } from "./layout.ts";

/** Flask-Session: MessagePack, or JSON where asked for. Source: https://flask-session.readthedocs.io/en/latest/config.html */
export const flask: Layout = {
  name: "flask-session",
  type: "string",
  prefix: "session:",
  infix: "",
  read(stored, { userPath }) {
    if (!Buffer.isBuffer(stored)) return nothingTold;
    return { ...nothingTold, user: userIn(unpacked(stored), userPath) };
  },
};

function unpacked(stored: Buffer): unknown {
  const isJson = stored[0] === 0x7b;
  try {
    return isJson ? JSON.parse(stored.toString("utf8")) : decode(stored);
  } catch {
    return undefined;
  }
}

/** Django's sessions in its cache, pickled. Source: https://docs.djangoproject.com/en/5.2/topics/http/sessions/ */
export const django: Layout = {
  name: "django",
  type: "string",
  prefix: ":1:",
  infix: "django.contrib.sessions.cache",
  read(stored, { userPath }) {
    if (!Buffer.isBuffer(stored)) return nothingTold;
    return { ...nothingTold, user: pickledText(stored, userPath || "_auth_user_id") };
  },
};

/** SHORT_BINUNICODE and MEMOIZE. Source: CPython, Lib/pickle.py */
const shortText = 0x8c;
const memoize = 0x94;

/** The text that follows a key of a pickled dictionary. Nothing is unpickled: that would run code. */
function pickledText(stored: Buffer, key: string): string | null {
  const name = Buffer.from(key);
  const written = Buffer.concat([Buffer.from([shortText, name.length]), name]);
  const start = stored.indexOf(written);
  if (start === -1) return null;
  let at = start + written.length;
  if (stored[at] === memoize) at++;
  if (stored[at] !== shortText) return null;
  return stored.toString("utf8", at + 2, at + 2 + (stored[at + 1] ?? 0)) || null;
}
