import type { Finding } from "#kubernetes/api.ts";
import type { Fact } from "../causes/hypothesis.ts";
import type { Step } from "../diagnosis/api.ts";
import { Say, type Sentence } from "./say.ts";

/** What mends what is wrong with an object: names the field and the value that it should have. */
export function remedyOf(facts: readonly Pick<Fact, "code" | "values">[]): Step | undefined {
  const fact = facts.find(({ code }) => remedies[code as Finding["reason"]] !== undefined);
  const remedy = fact && remedies[fact.code as Finding["reason"]];
  if (!fact || !remedy) return undefined;
  const [kind, sentence] = remedy;
  const { field = "", wanted = "" } = fact.values;
  return {
    kind,
    words: sentence(new Say(fact.values)),
    object: null,
    values: { object: String(fact.values["object"] ?? ""), field: String(field), value: String(wanted) },
  };
}

/** Sets the field to what is likely meant; where that is not known, to something that is there. */
const setTo =
  (en: string, ko: string): Sentence =>
  (say) => {
    const [object, field, wanted] = ["object", "field", "wanted"].map((name) => say.text(name));
    return wanted === ""
      ? { en: `Set ${field} of ${object} to ${en}.`, ko: `${object}의 ${field} 값을 ${ko}(으)로 설정합니다.` }
      : {
          en: `Set ${field} of ${object} to ${wanted}.`,
          ko: `${object}의 ${field} 값을 ${wanted}(으)로 설정합니다.`,
        };
  };

/** Creates what is missing, or corrects the name. */
const create =
  (what: (say: Say) => string): Sentence =>
  (say) => {
    const [object, field, wanted] = ["object", "field", "wanted"].map((name) => say.text(name));
    const or =
      wanted === ""
        ? { en: "", ko: "" }
        : {
            en: `, or set ${field} of ${object} to ${wanted}`,
            ko: ` 또는 ${object}의 ${field} 값을 ${wanted}(으)로 바꿉니다.`,
          };
    return { en: `Create ${what(say)}${or.en}.`, ko: `${what(say)}을(를) 생성합니다.${or.ko}` };
  };

const look =
  (en: string, ko: string): Sentence =>
  (say) => ({
    en: en.replace("{object}", say.text("object")),
    ko: ko.replace("{object}", say.text("object")),
  });

const remedies: Readonly<Partial<Record<Finding["reason"], readonly [Step["kind"], Sentence]>>> = {
  "selector-matches-nothing": ["fix-config", setTo("a label that the pods have", "파드에 있는 레이블 값")],
  "target-port-missing": [
    "fix-config",
    (say) => {
      const port = say.text("field").replace("ports.", "");
      const wanted = say.text("wanted");
      return {
        en: `Set targetPort of the port ${port} of ${say.text("object")} to ${wanted || "a port that its containers have"}.`,
        ko: `${say.text("object")}의 포트 ${port} targetPort를 ${wanted || "컨테이너에 있는 포트"}(으)로 설정합니다.`,
      };
    },
  ],
  "backend-service-missing": [
    "fix-config",
    create((say) => `Service ${say.text("found").replace(/:.*$/, "")}`),
  ],
  "backend-port-missing": ["fix-config", setTo("a port of the Service", "Service가 제공하는 포트")],
  "ingress-class-missing": ["fix-config", setTo("a class that is there", "존재하는 클래스")],
  "tls-secret-missing": ["fix-config", create((say) => `Secret ${say.text("found")} (kubernetes.io/tls)`)],
  "reference-missing": ["fix-config", create((say) => say.text("other"))],
  "key-missing": ["fix-config", create((say) => `${say.text("other")}: ${say.text("found")}`)],
  "scale-target-missing": ["fix-config", setTo("a workload that is there", "존재하는 워크로드")],
  "metrics-unreadable": [
    "look",
    look(
      "Look at whether metrics are served (kubectl get apiservice v1beta1.metrics.k8s.io) and whether the pods of {object} set requests.",
      "메트릭 API 제공 여부(kubectl get apiservice v1beta1.metrics.k8s.io)와 {object} 대상 파드의 requests 설정을 확인합니다.",
    ),
  ],
  "cannot-scale": [
    "look",
    look(
      "Look at the conditions: kubectl describe {object}.",
      "컨디션을 확인합니다: kubectl describe {object}.",
    ),
  ],
  "at-maximum": [
    "scale",
    look(
      "Raise maxReplicas of {object}, if its nodes have room.",
      "노드에 여유가 있으면 {object}의 maxReplicas를 늘립니다.",
    ),
  ],
  "claim-pending": [
    "look",
    look(
      "Look at who should make the volume: the storage class and its provisioner, of {object}.",
      "{object}의 스토리지 클래스와 프로비저너를 확인합니다.",
    ),
  ],
  "claim-lost": [
    "look",
    look(
      "Bring the volume of {object} back, from a backup if need be.",
      "{object}의 볼륨을 복구합니다. 필요하면 백업을 사용합니다.",
    ),
  ],
  "storage-class-missing": ["fix-config", create((say) => `StorageClass ${say.text("found")}`)],
  "headless-service-missing": ["fix-config", create((say) => `Service ${say.text("found")}`)],
  "quota-exceeded": [
    "raise-limit",
    (say) => ({
      en: `Raise ${say.text("other") || "the quota"}, or free what it counts.`,
      ko: `${say.text("other") || "쿼터"} 한도를 늘리거나 사용량을 줄입니다.`,
    }),
  ],
  "pods-refused": [
    "look",
    look(
      "Change the pod template of {object} as the refusal asks, or the policy that refuses it.",
      "거부 사유에 맞게 {object}의 파드 템플릿을 고치거나 해당 정책을 조정합니다.",
    ),
  ],
  "quota-nearly-full": [
    "raise-limit",
    look("Raise {object} before the next release needs it.", "다음 배포 전에 {object} 한도를 늘립니다."),
  ],
  "job-failed": [
    "look",
    look(
      "Read the log of its last pod, then start {object} again.",
      "마지막 파드 로그를 확인하고 {object}을(를) 다시 실행합니다.",
    ),
  ],
  "cron-job-suspended": [
    "fix-config",
    look(
      "Set suspend of {object} to false, if nobody means it so.",
      "의도한 중지가 아니라면 {object}의 suspend를 false로 설정합니다.",
    ),
  ],
  "cron-job-missed": [
    "look",
    look(
      "Look at the events of {object}; start the missed run by hand if it matters.",
      "{object}의 이벤트를 확인하고 필요하면 놓친 실행을 직접 시작합니다.",
    ),
  ],
};
