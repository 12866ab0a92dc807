import { storage } from "../api/storage";

/** The languages of the interface. The choice is remembered; nothing else about the visitor is. */
const languages = ["zh-CN", "en"] as const;
export type Language = (typeof languages)[number];

const key = "pinhua.language";

export function rememberedLanguage(): Language {
  const stored = storage.getItem(key);
  return languages.find((each) => each === stored) ?? "zh-CN";
}

export function rememberLanguage(language: Language): void {
  storage.setItem(key, language);
  document.documentElement.lang = language;
}
