import type { CauseKind, Inside } from "../diagnosis/api.ts";
import { isObserved, peerName } from "../scene/peers.ts";
import type { Scene } from "../scene/scene.ts";
import { insideOf } from "./hypothesis.ts";

export interface Reading {
  readonly kind: CauseKind;
  readonly service: string;
  readonly inside: readonly Inside[];
}

/** A failure as somebody tells it. */
export interface Told {
  readonly service: string;
  readonly name: string;
  readonly failure: string;
  readonly peer: string;
  readonly statement: string;
}

const unreachable =
  /ECONNREFUSED|ENOTFOUND|EHOSTUNREACH|EAI_AGAIN|ECONNRESET|connection refused|no route to host|no such host|unavailable|socket hang up|503/i;
const noConnection =
  /timeout exceeded when trying to connect|pool|too many clients|too many connections|connection slots|HikariPool/i;
const refused =
  /password|authentication|28P01|access denied|unauthori[sz]ed|permission denied|invalid (?:token|credential|api key)|forbidden|\b40[13]\b/i;
const noSpace = /ENOSPC|no space left|disk full|53100/i;
const certificate = /certificate|CERT_|\bTLS\b|x509/i;
const tooLong = /timed? ?out|ETIMEDOUT|deadline|abort/i;

/** What the words of a failure say about its cause. Clients write them in a few well-known ways. */
export function readingOf(scene: Scene, { service, name, failure, peer, statement }: Told): Reading {
  const callee = peer === "" ? "" : peerName(scene, peer);
  const dependency = callee === "" ? [] : [insideOf("dependency", callee)];
  const words = insideOf("log", failure);
  const isDatabase = statement !== "" || /^pg|sql|mongo|redis|jdbc|db\b/i.test(name);
  if (noSpace.test(failure))
    return { kind: "disk-full", service: callee || service, inside: [insideOf("resource", "disk"), words] };
  if (noConnection.test(failure))
    return {
      kind: "pool-exhausted",
      service,
      inside: [insideOf("resource", "connection pool"), ...dependency, words],
    };
  if (refused.test(failure) && (isDatabase || callee !== ""))
    return {
      kind: "secret-change",
      service,
      inside: [insideOf("setting", "credentials"), ...dependency, words],
    };
  if (certificate.test(failure))
    return { kind: "certificate-expiring", service: callee || service, inside: [...dependency, words] };
  if (unreachable.test(failure) && callee !== "") {
    const kind = isDatabase ? "database-down" : isObserved(scene, peer) ? "dependency-down" : "outside-party";
    return {
      kind,
      service: isObserved(scene, peer) || isDatabase ? callee : service,
      inside: [...dependency, words],
    };
  }
  if (tooLong.test(failure) && callee !== "") {
    if (isObserved(scene, peer))
      return { kind: "slow-dependency", service: callee, inside: [...dependency, words] };
    return {
      kind: isDatabase ? "slow-dependency" : "outside-party",
      service,
      inside: [...dependency, words],
    };
  }
  return { kind: "code-fault", service, inside: [insideOf("operation", name), words, ...dependency] };
}
