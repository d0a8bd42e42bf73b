import { Menu, useMantineColorScheme, type MantineColorScheme } from "@mantine/core";
import { call, IconButton, icons, useCall, useLanguage } from "@naru/ui";
import { useQueryClient } from "@tanstack/react-query";
import { signOut, whoAmI } from "@naru/platform/identity/api.ts";
import { useText } from "../messages.ts";

const ICON = { size: 15, stroke: 1.6 };

export function MoreMenu({ onHelp }: { readonly onHelp: () => void }) {
  const t = useText();
  const client = useQueryClient();
  const [language, setLanguage] = useLanguage();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const { data: session } = useCall(whoAmI, {});
  const schemes: readonly [MantineColorScheme, string, typeof icons.IconMoon][] = [
    ["dark", t("themeDark"), icons.IconMoon],
    ["light", t("themeLight"), icons.IconSun],
    ["auto", t("themeAuto"), icons.IconDeviceDesktop],
  ];
  const languages = [
    ["ko", "한국어"],
    ["en", "English"],
  ] as const;
  const check = <icons.IconCheck size={14} />;
  return (
    <Menu position="bottom-end" width={220} offset={6}>
      <Menu.Target>
        <IconButton label={t("more")}>
          <icons.IconAdjustmentsHorizontal size={17} />
        </IconButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t("theme")}</Menu.Label>
        {schemes.map(([scheme, title, Icon]) => (
          <Menu.Item
            key={scheme}
            leftSection={<Icon {...ICON} />}
            rightSection={scheme === colorScheme && check}
            onClick={() => setColorScheme(scheme)}
          >
            {title}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Label>{t("language")}</Menu.Label>
        {languages.map(([code, title]) => (
          <Menu.Item
            key={code}
            leftSection={<icons.IconLanguage {...ICON} />}
            rightSection={code === language && check}
            onClick={() => setLanguage(code)}
          >
            {title}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item leftSection={<icons.IconKeyboard {...ICON} />} rightSection="?" onClick={onHelp}>
          {t("help")}
        </Menu.Item>
        <Menu.Item
          leftSection={<icons.IconLogout {...ICON} />}
          onClick={() => void call(signOut, {}).finally(() => void client.invalidateQueries())}
        >
          {t("signOut")}
        </Menu.Item>
        {session !== undefined && <Menu.Label>{t("version", { version: session.version })}</Menu.Label>}
      </Menu.Dropdown>
    </Menu>
  );
}
