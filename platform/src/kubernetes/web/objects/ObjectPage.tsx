import { Answer, Empty, LinkButton, Page, Skeleton, usePathParam, useUrlState } from "@naru/ui";
import { DeleteButton } from "../actions/DeleteButton.tsx";
import { WithClusters } from "../cluster/WithClusters.tsx";
import styles from "../Kubernetes.module.css";
import { useText } from "../messages.ts";
import { YamlPanel } from "../yaml/YamlPanel.tsx";
import { kindNamed } from "./kinds.ts";
import { useObjectText } from "./messages.ts";
import { useKinds } from "./useKinds.ts";

const STATE = { namespace: "", apiVersion: "" };

/** One object of any kind, as YAML. */
export default function ObjectPage() {
  const t = useText();
  const texts = useObjectText();
  const [cluster, kind, name] = [usePathParam("cluster"), usePathParam("kind"), usePathParam("name")];
  const [{ namespace, apiVersion }] = useUrlState(STATE);
  const answer = useKinds(cluster);
  const found = kindNamed(answer.data?.kinds ?? [], kind, apiVersion);
  const place = { cluster, kind, namespace, name };
  return (
    <Page
      title={name}
      mark={<span className={styles.dim}>{kind}</span>}
      parent={{ to: "/objects", title: t("objects") }}
      note={namespace === "" ? cluster : `${cluster} / ${namespace}`}
      actions={
        found !== undefined && (
          <>
            <LinkButton to="/objects" search={{ kind, apiVersion: found.apiVersion, namespace, cluster }}>
              {kind}
            </LinkButton>
            <LinkButton to="/changes" search={{ cluster, namespace, find: name }}>
              {t("changes")}
            </LinkButton>
            <DeleteButton place={place} apiVersion={found.apiVersion} />
          </>
        )
      }
    >
      <WithClusters only={cluster}>
        <Answer of={answer} skeleton={<Skeleton height={320} />}>
          {() =>
            found === undefined ? (
              <Empty title={texts("unknownKind", { kind })}>
                <p>{texts("unknownKindHelp")}</p>
              </Empty>
            ) : (
              <YamlPanel place={place} apiVersion={found.apiVersion} />
            )
          }
        </Answer>
      </WithClusters>
    </Page>
  );
}
