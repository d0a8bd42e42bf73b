import { NaruError } from "#kernel/errors.ts";

type Values = Readonly<Record<string, string | number | undefined>>;
type Language = "en" | "ko";

/** Why a start fails and the way out, each one line. */
const failures = {
  folderInUse: {
    en: (v: Values) =>
      `Process ${v.pid} already uses ${v.path}. Stop it, or give another folder with --data.`,
    ko: (v: Values) =>
      `${v.path} 폴더는 프로세스 ${v.pid}가 사용 중입니다. 종료하거나 --data로 다른 폴더를 지정하세요.`,
  },
  portInUse: {
    en: (v: Values) =>
      `Port ${v.port} is taken. Stop what uses it, or choose another with --port, --otlp-http-port, --otlp-grpc-port, --kubernetes-port, --ingress-port or --resp-port.`,
    ko: (v: Values) =>
      `포트 ${v.port}가 이미 사용 중입니다. --port, --otlp-http-port, --otlp-grpc-port, --kubernetes-port, --ingress-port, --resp-port로 바꿀 수 있습니다.`,
  },
  addressUnavailable: {
    en: (v: Values) => `This machine has no address ${v.address}. Choose another with --host.`,
    ko: (v: Values) => `이 장비에는 ${v.address} 주소가 없습니다. --host로 다른 주소를 지정하세요.`,
  },
  notAllowed: {
    en: (v: Values) =>
      `No permission for ${v.path ?? `port ${v.port}`}. Change its owner, or choose another (--data, --port).`,
    ko: (v: Values) =>
      `${v.path ?? `포트 ${v.port}`}에 대한 권한이 없습니다. 소유자를 바꾸거나 --data, --port로 다른 것을 지정하세요.`,
  },
  notAFolder: {
    en: (v: Values) => `${v.path} is not a folder. Give another with --data.`,
    ko: (v: Values) => `${v.path}는 폴더가 아닙니다. --data로 다른 폴더를 지정하세요.`,
  },
  diskFull: {
    en: (v: Values) =>
      `The disk of ${v.path ?? "the data folder"} is full. Free some space, or give another folder with --data.`,
    ko: (v: Values) =>
      `${v.path ?? "데이터 폴더"}의 디스크가 가득 찼습니다. 공간을 확보하거나 --data로 다른 폴더를 지정하세요.`,
  },
} as const;

type Kind = keyof typeof failures;

const kindOf: Readonly<Record<string, Kind>> = {
  EADDRINUSE: "portInUse",
  EADDRNOTAVAIL: "addressUnavailable",
  EACCES: "notAllowed",
  EPERM: "notAllowed",
  EROFS: "notAllowed",
  ENOTDIR: "notAFolder",
  EEXIST: "notAFolder",
  ENOSPC: "diskFull",
  EDQUOT: "diskFull",
};

export class StartFailure extends Error {
  override readonly name = "StartFailure";
  readonly kind: Kind;
  readonly values: Values;

  constructor(kind: Kind, values: Values) {
    super(failures[kind].en(values));
    this.kind = kind;
    this.values = values;
  }
}

/** @returns one line for the person who started Naru; undefined when the error is a bug of ours */
export function explainStartFailure(error: unknown, language: Language): string | undefined {
  if (error instanceof StartFailure) return failures[error.kind][language](error.values);
  if (error instanceof NaruError)
    return error.code === "INTERNAL" ? undefined : `${error.message} ${error.help}`;
  const { code, path, port, address } = error as NodeJS.ErrnoException & { port?: number; address?: string };
  const kind = kindOf[code ?? ""];
  return kind && failures[kind][language]({ path, port, address });
}
