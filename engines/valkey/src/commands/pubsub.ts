import type { Database } from "../data/database.ts";
import { globMatches } from "../data/glob.ts";
import { Failure, Push, type Reply, Simple } from "../resp/reply.ts";
import type { Session } from "../server/session.ts";
import { family } from "./command.ts";

const subscribe =
  (pattern: boolean) =>
  (_db: Database, [, ...names]: readonly string[], session: Session): Reply => {
    for (const name of names) {
      session.engine.channels.join(session, name, pattern);
      session.deliver(new Push([pattern ? "psubscribe" : "subscribe", name, session.subscriptions]));
    }
    return undefined;
  };

const unsubscribe =
  (pattern: boolean) =>
  (_db: Database, [, ...names]: readonly string[], session: Session): Reply => {
    const word = pattern ? "punsubscribe" : "unsubscribe";
    const all = names.length > 0 ? names : [...(pattern ? session.patterns : session.channels)];
    for (const name of all) {
      session.engine.channels.leave(session, name, pattern);
      session.deliver(new Push([word, name, session.subscriptions]));
    }
    if (all.length === 0) session.deliver(new Push([word, null, session.subscriptions]));
    return undefined;
  };

const publish = (_db: Database, [, channel, message]: readonly string[], session: Session): Reply =>
  session.engine.channels.publish(channel!, message!);

function pubsubAbout(_db: Database, args: readonly string[], session: Session): Reply {
  const { channels } = session.engine;
  const [, word, ...names] = args;
  switch (word!.toLowerCase()) {
    case "channels":
      return channels.channels().filter((channel) => globMatches(names[0] ?? "*", channel));
    case "numsub":
      return names.flatMap((name) => [name, channels.listeners(name)]);
    case "numpat":
      return channels.patternCount;
    case "help":
      return [new Simple("PUBSUB CHANNELS [<pattern>]|NUMPAT|NUMSUB [<channel> ...]")];
    default:
      throw new Failure(`ERR unknown subcommand '${word}'. Try PUBSUB HELP.`);
  }
}

export const pubsub = family("pubsub", "", {
  subscribe: [-2, "pubsub noscript loading stale no_multi", 0, subscribe(false)],
  psubscribe: [-2, "pubsub noscript loading stale no_multi", 0, subscribe(true)],
  unsubscribe: [-1, "pubsub noscript loading stale no_multi", 0, unsubscribe(false)],
  punsubscribe: [-1, "pubsub noscript loading stale no_multi", 0, unsubscribe(true)],
  publish: [3, "pubsub loading stale fast", 0, publish],
  pubsub: [-2, "pubsub loading stale", 0, pubsubAbout, ["channels", "help", "numpat", "numsub"]],
});
