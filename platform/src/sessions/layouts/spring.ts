import { type Layout, nothingTold } from "./layout.ts";

const principalIndex =
  "index:org.springframework.session.FindByIndexNameSessionRepository.PRINCIPAL_NAME_INDEX_NAME:";

/** Spring Session's Redis repositories: a hash with the session's terms and an entry for each attribute. The indexed repository also keeps
 *  which sessions a user has.
 *  Source: https://docs.spring.io/spring-session/reference/configuration/redis.html */
export const spring: Layout = {
  name: "spring-session",
  type: "hash",
  prefix: "spring:session:",
  infix: "sessions:",
  read(stored) {
    if (Buffer.isBuffer(stored)) return nothingTold;
    const principal = stored.get(
      "sessionAttr:org.springframework.session.FindByIndexNameSessionRepository.PRINCIPAL_NAME_INDEX_NAME",
    );
    return {
      user: principal === undefined ? null : javaText(principal),
      createdAt: javaNumber(stored.get("creationTime")),
      lastSeenAt: javaNumber(stored.get("lastAccessedTime")),
    };
  },
  besides: (prefix, id) => [`${prefix}sessions:expires:${id}`],
  indexOf: (prefix, user) => `${prefix}${principalIndex}${user}`,
  // A pattern to subscribe to has to be allowed as it is written.
  rules: (prefix, database) => [
    "&__keyevent@*__:del",
    "&__keyevent@*__:expired",
    `&${prefix}event:${database}:created:*`,
    "+config|get",
  ],
};

/** Java's serialisation begins so. Source: Java Object Serialization Specification, 6.4.2 */
const isJava = (bytes: Buffer): boolean => bytes.length > 4 && bytes.readUInt16BE(0) === 0xaced;
const shortText = 0x74;

/** A `java.lang.Long` ends with its eight bytes; other serialisers write digits. */
function javaNumber(bytes: Buffer | undefined): number | null {
  if (bytes === undefined) return null;
  const number =
    isJava(bytes) && bytes.length >= 12
      ? Number(bytes.readBigInt64BE(bytes.length - 8))
      : Number(bytes.toString());
  return Number.isSafeInteger(number) && number > 0 ? number : null;
}

/** A `java.lang.String`; other serialisers write it as JSON, or as it is. */
function javaText(bytes: Buffer): string | null {
  if (!isJava(bytes)) return bytes.toString("utf8").replace(/^"(.*)"$/s, "$1") || null;
  if (bytes[4] !== shortText || bytes.length < 7) return null;
  return bytes.toString("utf8", 7, 7 + bytes.readUInt16BE(5)) || null;
}
