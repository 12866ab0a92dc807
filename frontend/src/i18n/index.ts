import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import en from "./en.json";
import { rememberedLanguage, rememberLanguage } from "./language";
import zh from "./zh-CN.json";

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "translation";
    resources: { translation: typeof zh };
  }
}

export async function startTexts(): Promise<void> {
  i18next.on("languageChanged", (language) => rememberLanguage(language === "en" ? "en" : "zh-CN"));
  await i18next.use(initReactI18next).init({
    lng: rememberedLanguage(),
    fallbackLng: "zh-CN",
    resources: { "zh-CN": { translation: zh }, en: { translation: en } },
    interpolation: { escapeValue: false }, // React writes text nodes
  });
}
