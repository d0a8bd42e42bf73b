import { catalogue } from "@naru/ui";

export const useText = catalogue(
  "identity",
  {
    title: "Sign in to Naru",
    token: "Access token",
    submit: "Sign in",
    where: "Where to find it",
    whereHelp: "On the machine that runs Naru, this prints a link that signs you in:",
    wrong: "This token is not valid. Run the command again and take the new link.",
    kept: "The token is exchanged for a session; this browser does not keep it.",
  },
  {
    title: "Naru 로그인",
    token: "접근 토큰",
    submit: "로그인",
    where: "토큰 확인 방법",
    whereHelp: "Naru가 실행 중인 서버에서 다음 명령을 실행하면 로그인 링크가 출력됩니다.",
    wrong: "유효하지 않은 토큰입니다. 명령을 다시 실행해 새 링크로 로그인해 주세요.",
    kept: "토큰은 세션으로 교환되며 이 브라우저에 저장되지 않습니다.",
  },
);
