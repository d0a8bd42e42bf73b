import { catalogue } from "@naru/ui";

export const useText = catalogue(
  "scale-to-zero",
  {
    awake: "Scales to zero",
    awakeHelp: "after {{period}} in which nobody asks anything of it",
    asleep: "Asleep",
    asleepHelp:
      "nobody needs it now: the next request waits, and brings back pods as there were ({{replicas}})",
    off: "Off",
    offHelp: "it was scaled to zero by hand: requests bring nothing back, scaling it up does",
    held: "Not scaled to zero",
    held_kind: "only Deployments and StatefulSets have replicas",
    held_period:
      "“{{period}}” is no duration of at least a minute: correct the annotation, like 10m or 1h30m",
    held_cluster:
      "nothing would bring its pods back: only Naru's embedded cluster holds requests until they are there",
    held_entrance:
      "nothing would bring its pods back: no Service with an address of its own, and none that an Ingress names, leads to it",
    held_autoscaler: "its autoscaler goes down to zero itself: let its minReplicas be 1 or more",
    held_silent:
      "a pod has told nothing of itself for three minutes, so nobody knows whether it is needed: let it send metrics and spans by OpenTelemetry",
    held_blind: "its cluster is not seen as it is now",
    held_rollout: "its pods are not all there, ready, and of one revision",
  },
  {
    awake: "0개로 축소",
    awakeHelp: "{{period}} 동안 요청이 없으면 파드를 모두 내립니다",
    asleep: "휴면",
    asleepHelp: "요청이 없어 파드를 내렸습니다. 다음 요청이 대기하는 동안 파드를 {{replicas}}개로 되돌립니다",
    off: "꺼짐",
    offHelp: "수동으로 0개가 되었습니다. 요청이 와도 시작되지 않으며, 파드 수를 늘리면 시작됩니다",
    held: "축소 보류",
    held_kind: "파드 수를 조정할 수 있는 종류는 Deployment와 StatefulSet뿐입니다",
    held_period: "‘{{period}}’은(는) 1분 이상의 기간이 아닙니다. 애너테이션을 10m, 1h30m처럼 고치세요",
    held_cluster: "파드를 되돌릴 방법이 없습니다. 요청을 대기시키는 것은 Naru 내장 클러스터뿐입니다",
    held_entrance:
      "파드를 되돌릴 방법이 없습니다. 이 워크로드로 이어지는 ClusterIP Service나 Ingress가 지정한 Service가 없습니다",
    held_autoscaler: "오토스케일러가 직접 0개로 줄입니다. minReplicas를 1 이상으로 두세요",
    held_silent:
      "3분 동안 텔레메트리를 보내지 않은 파드가 있어 사용 여부를 알 수 없습니다. OpenTelemetry로 메트릭과 스팬을 보내게 하세요",
    held_blind: "지금 클러스터 상태를 볼 수 없습니다",
    held_rollout: "파드가 모두 준비된 같은 리비전이 아닙니다",
  },
);
