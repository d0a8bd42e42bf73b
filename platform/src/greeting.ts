export interface Places {
  readonly link: string;
  readonly otlpHttp: string;
  readonly otlpGrpc: string;
  /** Of the embedded cluster, when there is one. */
  readonly kubernetes: string | undefined;
}

/** What a person sees when everything is up. */
export function greeting(language: "en" | "ko", { link, otlpHttp, otlpGrpc, kubernetes }: Places): string {
  const lines = {
    en: [
      "",
      `  Naru is ready    ${link}`,
      `  Send telemetry   OTLP/HTTP ${otlpHttp}   OTLP/gRPC ${otlpGrpc}`,
      ...(kubernetes ? [`  Kubernetes       ${kubernetes}   ./naru kubeconfig`] : []),
      "  The link signs you in. Press Ctrl+C to stop.",
      "",
    ],
    ko: [
      "",
      `  나루 준비 완료   ${link}`,
      `  텔레메트리 수신  OTLP/HTTP ${otlpHttp}   OTLP/gRPC ${otlpGrpc}`,
      ...(kubernetes ? [`  쿠버네티스       ${kubernetes}   ./naru kubeconfig`] : []),
      "  위 링크로 바로 로그인됩니다. 끝내려면 Ctrl+C를 누르세요.",
      "",
    ],
  };
  return `${lines[language].join("\n")}\n`;
}
