import {
  Answer,
  condition,
  Empty,
  LinkButton,
  Page,
  PageLink,
  Problem,
  Segments,
  Skeleton,
  useCall,
  usePathParam,
  useUrlState,
} from "@naru/ui";
import { getPod } from "../../api.ts";
import { DeleteButton } from "../actions/DeleteButton.tsx";
import { WithClusters } from "../cluster/WithClusters.tsx";
import { EventList } from "../history/EventList.tsx";
import styles from "../Kubernetes.module.css";
import { PodLog } from "../logs/PodLog.tsx";
import { useText } from "../messages.ts";
import { Trouble } from "../Trouble.tsx";
import { YamlPanel } from "../yaml/YamlPanel.tsx";
import { usePodText } from "./messages.ts";
import { PodOverview } from "./PodOverview.tsx";
import { PodSettings } from "./PodSettings.tsx";

const STATE = { view: "overview" };

export default function PodPage() {
  const t = useText();
  const texts = usePodText();
  const [cluster, namespace, name] = [
    usePathParam("cluster"),
    usePathParam("namespace"),
    usePathParam("name"),
  ];
  const place = { cluster, namespace, name };
  const [{ view }, change] = useUrlState(STATE);
  const answer = useCall(getPod, place, { live: "always" });
  const stored = { filter: condition("k8s.pod.name", "=", name) };
  const isGone = answer.error instanceof Problem && answer.error.status === 404;
  return (
    <Page
      title={name}
      mark={<span className={styles.dim}>Pod</span>}
      parent={{ to: "/pods", title: t("pods") }}
      note={`${cluster} / ${namespace}`}
      scroll={view === "overview" || view === "settings"}
      actions={
        <>
          <LinkButton to="/logs" search={stored}>
            {texts("storedLogs")}
          </LinkButton>
          <LinkButton to="/traces" search={stored}>
            {t("traces")}
          </LinkButton>
          {!isGone && <DeleteButton place={{ ...place, kind: "Pod" }} apiVersion="v1" />}
        </>
      }
    >
      <WithClusters only={cluster}>
        {isGone ? (
          <Gone namespace={namespace} name={name} />
        ) : (
          <Answer of={answer} skeleton={<Skeleton height={320} />}>
            {(data) => (
              <>
                {data.pod.health === "bad" && (
                  <Trouble reason={data.pod.status} message={data.pod.message}>
                    {data.pod.restarts > 0 && (
                      <PageLink to="." search={{ view: "logs", previous: "1" }}>
                        {texts("previousLog")}
                      </PageLink>
                    )}
                  </Trouble>
                )}
                <div className={styles.views}>
                  <Segments
                    label={t("view")}
                    value={view}
                    options={[
                      { value: "overview", label: t("overview") },
                      { value: "logs", label: t("logs") },
                      { value: "events", label: t("events") },
                      { value: "settings", label: texts("spec") },
                      { value: "yaml", label: t("yaml") },
                    ]}
                    onChange={(view) => change({ view })}
                  />
                </div>
                {view === "overview" && <PodOverview {...data} />}
                {view === "logs" && <PodLog pod={data.pod} />}
                {view === "events" && <EventList events={data.events} />}
                {view === "settings" && <PodSettings {...place} />}
                {view === "yaml" && <YamlPanel place={{ ...place, kind: "Pod" }} apiVersion="v1" />}
              </>
            )}
          </Answer>
        )}
      </WithClusters>
    </Page>
  );
}

function Gone({ namespace, name }: { readonly namespace: string; readonly name: string }) {
  const texts = usePodText();
  return (
    <Empty
      title={texts("gone")}
      actions={
        <LinkButton to="/events" search={{ namespace, find: name }}>
          {texts("itsEvents")}
        </LinkButton>
      }
    >
      <p>{texts("goneHelp")}</p>
    </Empty>
  );
}
