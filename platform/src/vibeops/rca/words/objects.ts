import type { Finding } from "#kubernetes/api.ts";
import type { Words } from "../diagnosis/api.ts";
import type { Say, Sentence } from "./say.ts";

/** What is said where a value is known. */
const where = (say: Say, value: string, words: (value: string) => Words): Words =>
  say.text(value) === "" ? { en: "", ko: "" } : words(say.text(value));

/** Something that is named and not there, with what may be meant. */
const absent =
  (words: (say: Say) => Words): Sentence =>
  (say) => {
    const { en, ko } = words(say);
    const meant = where(say, "wanted", (wanted) => ({
      en: ` Perhaps ${wanted} is meant.`,
      ko: ` ${wanted}의 오기일 수 있습니다.`,
    }));
    return { en: `${en}${meant.en}`, ko: `${ko}${meant.ko}` };
  };

/** In Kubernetes' own words. */
const quoted =
  (words: (say: Say) => Words): Sentence =>
  (say) => {
    const { en, ko } = words(say);
    const own = where(say, "message", (message) => ({ en: `: ${message}`, ko: `: ${message}` }));
    return { en: `${en}${own.en}.`, ko: `${ko}${own.ko}.` };
  };

const route = (say: Say) => say.text("field").replace(/^rules\./, "");

const plainSentences: Readonly<Partial<Record<Finding["reason"], Sentence>>> = {
  "selector-matches-nothing": (say) => {
    const label = say.text("field").replace("selector.", "");
    const near = where(say, "wanted", (wanted) => ({
      en: `; ${say.text("other")} has ${label}=${wanted}`,
      ko: ` ${say.text("other")}의 레이블은 ${label}=${wanted}입니다.`,
    }));
    return {
      en: `${say.text("object")} selects no pod: its selector says ${label}=${say.text("found")}${near.en}.`,
      ko: `${say.text("object")}의 셀렉터(${label}=${say.text("found")})와 일치하는 파드가 없습니다.${near.ko}`,
    };
  },
  "target-port-missing": absent((say) => ({
    en: `${say.text("object")} leads to the port "${say.text("found")}", which no container of its pods has.`,
    ko: `${say.text("object")}의 대상 포트 "${say.text("found")}"이(가) 파드의 어떤 컨테이너에도 없습니다.`,
  })),
  "backend-service-missing": absent((say) => ({
    en: `${say.text("object")} leads ${route(say)} to ${say.text("found")}, a Service that is not there.`,
    ko: `${say.text("object")}이(가) ${route(say)} 요청을 보내는 Service ${say.text("found")}이(가) 없습니다.`,
  })),
  "backend-port-missing": (say) => ({
    en: `${say.text("object")} leads ${route(say)} to ${say.text("found")}, a port that the Service does not offer; it offers ${say.text("wanted")}.`,
    ko: `${say.text("object")}이(가) ${route(say)} 요청을 보내는 포트 ${say.text("found")}이(가) Service에 없습니다. 제공되는 포트: ${say.text("wanted")}.`,
  }),
  "ingress-class-missing": absent((say) => ({
    en: `${say.text("object")} asks for the IngressClass ${say.text("found")}, which is not there, so that nobody serves it.`,
    ko: `${say.text("object")}이(가) 요구하는 IngressClass ${say.text("found")}이(가) 없어 아무도 처리하지 않습니다.`,
  })),
  "tls-secret-missing": (say) => ({
    en: `${say.text("object")} takes its certificate from Secret ${say.text("found")}, which is not there.`,
    ko: `${say.text("object")}의 인증서 Secret ${say.text("found")}이(가) 없습니다.`,
  }),
  "reference-missing": absent((say) => ({
    en: `${say.text("object")} needs ${say.text("other")} (${say.text("field")}), which is not there: new pods will not start.`,
    ko: `${say.text("object")}에 필요한 ${say.text("other")}(${say.text("field")})이(가) 없어 새 파드가 시작되지 못합니다.`,
  })),
  "key-missing": absent((say) => ({
    en: `${say.text("object")} needs the key ${say.text("found")} of ${say.text("other")} (${say.text("field")}), which is not there: new pods will not start.`,
    ko: `${say.text("object")}에 필요한 ${say.text("other")}의 키 ${say.text("found")}(${say.text("field")})이(가) 없어 새 파드가 시작되지 못합니다.`,
  })),
  "scale-target-missing": absent((say) => ({
    en: `${say.text("object")} scales ${say.text("found")}, which is not there.`,
    ko: `${say.text("object")}의 확장 대상 ${say.text("found")}이(가) 없습니다.`,
  })),
  "metrics-unreadable": quoted((say) => ({
    en: `${say.text("object")} can't read what it scales by`,
    ko: `${say.text("object")}이(가) 확장 기준 메트릭을 읽지 못합니다`,
  })),
  "cannot-scale": quoted((say) => ({
    en: `${say.text("object")} can't scale`,
    ko: `${say.text("object")}이(가) 확장하지 못합니다`,
  })),
  "at-maximum": (say) => ({
    en: `${say.text("object")} would start more pods than its maximum of ${say.text("found")}.`,
    ko: `${say.text("object")}이(가) 최대 파드 수 ${say.text("found")}개에 도달해 더 늘리지 못합니다.`,
  }),
  "claim-pending": quoted((say) => ({
    en: `${say.text("object")} has no volume`,
    ko: `${say.text("object")}에 볼륨이 할당되지 않았습니다`,
  })),
  "claim-lost": (say) => ({
    en: `${say.text("object")} has lost its volume ${say.text("found")}.`,
    ko: `${say.text("object")}의 볼륨 ${say.text("found")}이(가) 사라졌습니다.`,
  }),
  "storage-class-missing": absent((say) => ({
    en: `${say.text("object")} asks for the storage class ${say.text("found")}, which is not there.`,
    ko: `${say.text("object")}이(가) 요구하는 스토리지 클래스 ${say.text("found")}이(가) 없습니다.`,
  })),
  "headless-service-missing": absent((say) => ({
    en: `${say.text("object")} names the Service ${say.text("found")}, which is not there: its pods have no names of their own.`,
    ko: `${say.text("object")}의 헤드리스 Service ${say.text("found")}이(가) 없어 파드별 DNS 이름이 없습니다.`,
  })),
  "quota-exceeded": quoted((say) => ({
    en: `${say.text("object")} gets no more pods, a quota forbids it`,
    ko: `${say.text("object")}의 파드가 리소스 쿼터 때문에 생성되지 못합니다`,
  })),
  "pods-refused": quoted((say) => ({
    en: `${say.text("object")} gets no more pods, the cluster refuses them`,
    ko: `클러스터가 ${say.text("object")}의 파드 생성을 거부합니다`,
  })),
  "quota-nearly-full": (say) => ({
    en: `${say.text("object")} is nearly used up: ${say.text("field").replace("hard.", "")}, ${say.text("found")}.`,
    ko: `${say.text("object")}이(가) 거의 소진되었습니다: ${say.text("field").replace("hard.", "")}, ${say.text("found")}.`,
  }),
  "job-failed": quoted((say) => ({
    en: `${say.text("object")} failed (${say.text("found")})`,
    ko: `${say.text("object")}이(가) 실패했습니다(${say.text("found")})`,
  })),
  "cron-job-suspended": (say) => ({
    en: `${say.text("object")} is suspended and starts no jobs.`,
    ko: `${say.text("object")}이(가) 일시 중지되어 잡을 시작하지 않습니다.`,
  }),
  "cron-job-missed": quoted((say) => ({
    en: `${say.text("object")} missed a start of its schedule "${say.text("found")}"`,
    ko: `${say.text("object")}이(가) 예정된 실행(${say.text("found")})을 놓쳤습니다`,
  })),
};

/** What is wrong with an object, by the reason of its finding; and whether it was so all along. */
export const objectSentences: Readonly<Record<string, Sentence>> = Object.fromEntries(
  Object.entries(plainSentences).map(([reason, sentence]) => [
    reason,
    (say: Say) => {
      const { en, ko } = sentence(say);
      const stands = where(say, "standing", () => ({
        en: " It was so before this window.",
        ko: " 이 구간 이전부터 있던 상태입니다.",
      }));
      return { en: `${en}${stands.en}`, ko: `${ko}${stands.ko}` };
    },
  ]),
);
