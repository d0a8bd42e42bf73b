import { Problem } from "../call/problem.ts";
import { catalogue } from "../text/catalogue.ts";

/** Texts by the code of an error; the platform's own words, which are English and more exact, stand beside them. */
const useText = catalogue(
  "problem",
  {
    failed: "This could not be loaded.",
    failedHelp: "Try again, or go on with another page.",
    network: "The platform did not answer.",
    networkHelp: "Check that it is running and that this machine can reach it.",
    INVALID_INPUT: "This question cannot be answered.",
    INVALID_INPUT_help: "The address may have been changed by hand.",
    INVALID_FILTER: "The filter cannot be understood.",
    INVALID_FILTER_help: 'Write conditions like service=cart, duration>100ms or "some text".',
    INVALID_DECLARATION: "The declaration is not valid.",
    INVALID_DECLARATION_help: "The fields to correct are named below.",
    NOT_FOUND: "There is nothing here.",
    NOT_FOUND_help: "It may be older than the retention.",
    TOO_MANY_ATTEMPTS: "Too many failed attempts.",
    TOO_MANY_ATTEMPTS_help: "Wait a minute, then try again.",
    QUERY_TOO_LARGE: "The query needs more memory than it may use.",
    QUERY_TOO_LARGE_help: "Choose a shorter time range or a narrower filter.",
    QUERY_TIMEOUT: "The query took too long.",
    QUERY_TIMEOUT_help: "Choose a shorter time range or a narrower filter.",
    STORE_UNAVAILABLE: "The telemetry store does not answer.",
    STORE_UNAVAILABLE_help: "It starts again by itself. Try again in a few seconds.",
    CLUSTER_UNAVAILABLE: "The cluster does not answer.",
    CLUSTER_UNAVAILABLE_help:
      "Naru goes on trying. Check the cluster's address and the credentials in its kubeconfig.",
    KUBERNETES_REFUSED: "The cluster refused.",
    KUBERNETES_REFUSED_help: "Its own words stand below.",
    INTERNAL: "Something went wrong inside Naru.",
    INTERNAL_help: "Try again. The platform's own log has the details.",
  },
  {
    failed: "불러오지 못했습니다.",
    failedHelp: "다시 시도하거나 다른 페이지를 이용해 주세요.",
    network: "플랫폼이 응답하지 않습니다.",
    networkHelp: "플랫폼이 실행 중인지, 이 PC에서 연결되는지 확인해 주세요.",
    INVALID_INPUT: "요청을 처리할 수 없습니다.",
    INVALID_INPUT_help: "주소를 직접 고치지 않았는지 확인해 주세요.",
    INVALID_FILTER: "필터를 해석할 수 없습니다.",
    INVALID_FILTER_help: 'service=cart, duration>100ms, "찾을 문구"처럼 조건을 입력해 주세요.',
    INVALID_DECLARATION: "선언 내용이 올바르지 않습니다.",
    INVALID_DECLARATION_help: "고쳐야 할 필드는 아래와 같습니다.",
    NOT_FOUND: "찾는 항목이 없습니다.",
    NOT_FOUND_help: "보존 기간이 지났을 수 있습니다.",
    TOO_MANY_ATTEMPTS: "실패한 시도가 너무 많습니다.",
    TOO_MANY_ATTEMPTS_help: "1분쯤 기다린 뒤 다시 시도해 주세요.",
    QUERY_TOO_LARGE: "조회에 필요한 메모리가 한도를 넘었습니다.",
    QUERY_TOO_LARGE_help: "시간 범위를 줄이거나 필터를 더 구체적으로 지정해 주세요.",
    QUERY_TIMEOUT: "조회 시간이 초과되었습니다.",
    QUERY_TIMEOUT_help: "시간 범위를 줄이거나 필터를 더 구체적으로 지정해 주세요.",
    STORE_UNAVAILABLE: "저장소가 응답하지 않습니다.",
    STORE_UNAVAILABLE_help: "자동으로 다시 시작됩니다. 몇 초 뒤에 다시 시도해 주세요.",
    CLUSTER_UNAVAILABLE: "클러스터가 응답하지 않습니다.",
    CLUSTER_UNAVAILABLE_help:
      "자동으로 다시 연결합니다. 클러스터 주소와 kubeconfig의 인증 정보를 확인해 주세요.",
    KUBERNETES_REFUSED: "클러스터가 요청을 거부했습니다.",
    KUBERNETES_REFUSED_help: "클러스터가 알려 준 이유는 아래와 같습니다.",
    INTERNAL: "Naru 내부에서 오류가 발생했습니다.",
    INTERNAL_help: "다시 시도해 주세요. 자세한 내용은 플랫폼 로그에 있습니다.",
  },
);

const CODES = [
  "INVALID_INPUT",
  "INVALID_FILTER",
  "INVALID_DECLARATION",
  "NOT_FOUND",
  "TOO_MANY_ATTEMPTS",
  "QUERY_TOO_LARGE",
  "QUERY_TIMEOUT",
  "STORE_UNAVAILABLE",
  "CLUSTER_UNAVAILABLE",
  "KUBERNETES_REFUSED",
  "INTERNAL",
] as const;

export interface ProblemWords {
  readonly title: string;
  readonly help: string;
  /** What the platform itself says; empty when it said nothing. */
  readonly exact: string;
}

/** What happened and the way on, in the reader's language. */
export function useProblemWords(): (error: Error) => ProblemWords {
  const t = useText();
  return (error) => {
    if (!(error instanceof Problem)) {
      return { title: t("failed"), help: t("failedHelp"), exact: error.message };
    }
    if (error.status === 0) return { title: t("network"), help: t("networkHelp"), exact: "" };
    const code = CODES.find((one) => one === error.code);
    const exact = [error.code, error.message, error.help].filter(Boolean).join(" · ");
    return code === undefined
      ? { title: t("failed"), help: t("failedHelp"), exact }
      : { title: t(code), help: t(`${code}_help`), exact };
  };
}
