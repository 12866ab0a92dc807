import "./crowd.css";
import { ProblemError } from "../api/problem";
import { type Language, rememberedLanguage, rememberLanguage } from "../i18n/language";
import { nextAssignments, postVote, type RatingCampaign, ratingCampaigns } from "../rating/api";
import { loadPicture, releasePictures } from "../rating/pictures";
import { RatingSession } from "../rating/session";
import { make } from "./dom";
import { message } from "./message";
import { Pairing } from "./pairing";
import { refusalOf } from "./refusal";
import { consentVersion, texts } from "./texts";

const place = document.getElementById("rate");
let language: Language = rememberedLanguage();
let close = () => {};

/** Opens the campaign the link names, else the only one that is open, else lets the visitor pick. */
async function open(): Promise<void> {
  close();
  close = () => {};
  rememberLanguage(language);
  const words = texts[language];
  document.title = words.title;
  show(message({ title: words.loading }));
  const asked = new URLSearchParams(location.search).get("c");
  try {
    const campaigns = asked === null ? await ratingCampaigns() : undefined;
    const [first] = campaigns ?? [];
    if (campaigns === undefined || (campaigns.length === 1 && first !== undefined)) {
      rate(asked ?? first?.id ?? "");
    } else if (campaigns.length === 0) {
      show(message({ title: words.noneTitle, text: words.none }));
    } else {
      show(choice(campaigns));
    }
  } catch (cause) {
    show(failure(cause));
  }
}

function rate(campaignId: string): void {
  const session = new RatingSession(
    {
      ask: (count) => nextAssignments(campaignId, count, consentVersion),
      send: postVote,
      load: loadPicture,
      release: releasePictures,
      storage: localStorage,
      now: () => performance.timeOrigin + performance.now(),
    },
    3,
  );
  const pairing = new Pairing(session, texts[language], failure);
  show(pairing.element);
  session.start();
  close = () => {
    pairing.close();
    session.stop();
  };
}

function choice(campaigns: readonly RatingCampaign[]): HTMLElement {
  const doors = campaigns.map((each) =>
    make(
      "a",
      { className: "door", href: `?c=${each.id}` },
      make("strong", {}, each.name ?? each.question),
      make("span", {}, texts[language].kind[each.taskKind]),
    ),
  );
  return message({ title: texts[language].pick }, ...doors);
}

function failure(cause: unknown, retry: () => void = () => void open()): HTMLElement {
  const words = texts[language];
  const told = cause instanceof ProblemError && !cause.unreachable ? cause.problem : undefined;
  const again = make("button", { className: "confirm", type: "button", onclick: retry }, words.retry);
  const known = refusalOf(cause, words);
  if (known !== undefined) {
    return message({ title: known[0], text: known[1] }, again);
  }
  return message({ title: told?.title ?? words.failedTitle, text: told?.detail ?? words.noAnswer }, again);
}

function show(content: HTMLElement): void {
  const other = language === "en" ? "zh-CN" : "en";
  const turn = () => {
    language = other;
    void open();
  };
  const header = make(
    "header",
    { className: "header" },
    make("img", { src: "/seal.svg", alt: "", width: 24, height: 24 }),
    make("span", { className: "brand" }, texts[language].brand),
    make(
      "button",
      { className: "language", type: "button", lang: other, onclick: turn },
      texts[language].otherLanguage,
    ),
  );
  place?.replaceChildren(header, content);
}

void open();
