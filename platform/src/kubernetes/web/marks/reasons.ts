import { catalogue } from "@naru/ui";

/** What Kubernetes' own words for trouble mean, and what to look at first. */
const useText = catalogue(
  "kubernetes-reasons",
  {
    CrashLoopBackOff:
      "A container ends again and again soon after its start; the cluster waits longer before each new try. Read the log of its last run.",
    ImagePullBackOff:
      "An image cannot be fetched. Check its name and tag, the registry, and the pull secret.",
    Unschedulable: "No node can take the pod. Compare what it requests with what the nodes have left.",
    OOMKilled: "A container used more memory than its limit and was ended. Raise the limit or find the leak.",
    ProgressDeadlineExceeded:
      "The rollout did not get on in time. Look at the newest pods, or roll back to the revision before.",
    CreateContainerConfigError:
      "A ConfigMap or Secret that a container names is not there, or lacks the key.",
    Evicted: "The node was short of memory or disk and sent the pod away.",
    BackoffLimitExceeded: "The job failed as often as it may. Read the log of its last pod.",
    Error: "A container ended with an error. Read the log of its last run.",
  },
  {
    CrashLoopBackOff:
      "컨테이너가 시작 직후 계속 종료되어, 재시도 간격을 늘려 가며 다시 시작하고 있습니다. 직전 실행의 로그를 확인해 보세요.",
    ImagePullBackOff:
      "이미지를 가져오지 못했습니다. 이미지 이름과 태그, 레지스트리, 풀 시크릿을 확인해 보세요.",
    Unschedulable: "파드를 배치할 노드가 없습니다. 요청량과 노드의 남은 용량을 비교해 보세요.",
    OOMKilled: "메모리 제한을 넘어 컨테이너가 종료되었습니다. 제한을 늘리거나 메모리 누수를 찾아보세요.",
    ProgressDeadlineExceeded:
      "롤아웃이 제한 시간 안에 끝나지 않았습니다. 새 파드를 확인하거나 이전 리비전으로 되돌려 보세요.",
    CreateContainerConfigError: "컨테이너가 참조하는 컨피그맵이나 시크릿, 또는 그 키가 없습니다.",
    Evicted: "노드의 메모리나 디스크가 부족해 파드가 축출되었습니다.",
    BackoffLimitExceeded: "잡이 허용된 횟수만큼 실패했습니다. 마지막 파드의 로그를 확인해 보세요.",
    Error: "컨테이너가 오류로 종료되었습니다. 직전 실행의 로그를 확인해 보세요.",
  },
);

const aliases: Readonly<Record<string, string>> = {
  ErrImagePull: "ImagePullBackOff",
  InvalidImageName: "ImagePullBackOff",
};
const known = [
  "CrashLoopBackOff",
  "ImagePullBackOff",
  "Unschedulable",
  "OOMKilled",
  "ProgressDeadlineExceeded",
  "CreateContainerConfigError",
  "Evicted",
  "BackoffLimitExceeded",
  "Error",
] as const;

/** @returns the words for a reason as Kubernetes spells it; undefined for one that is not known here */
export function useReasonWords(): (reason: string) => string | undefined {
  const t = useText();
  return (reason) => {
    const bare = reason.replace(/^Init:/, "");
    const found = known.find((one) => one === (aliases[bare] ?? bare));
    return found && t(found);
  };
}
