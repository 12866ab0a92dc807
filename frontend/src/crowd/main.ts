import "./crowd.css";
import { ProblemError } from "../api/problem";
import { type Language, rememberedLanguage, rememberLanguage } from "../i18n/language";
import { nextAssignments, postVote, type RatingCampaign, ratingCampaigns, withdraw } from "../rating/api";
import { loadPicture, releasePictures } from "../rating/pictures";
import { RatingSession } from "../rating/session";
import { ask } from "./ask";
import { focusHeading, make } from "./dom";
import { message } from "./message";
import { Pairing } from "./pairing";
import { refusalOf } from "./refusal";
import { consentVersion, texts } from "./texts";

const place = document.getElementById("rate");
let language: Language = rememberedLanguage();
let close = () => {};
let openings = 0; // what an earlier one still waits for is not shown
/** What somebody who withdraws sees, instead of anything that would ask for tasks and so make a new rater of them. */
let farewell: (() => HTMLElement) | undefined;

/** Opens the campaign the link names, else the only one that is open, else lets the visitor pick. */
async function open(): Promise<void> {
  close();
  close = () => {};
  openings += 1;
  const opening = openings;
  rememberLanguage(language);
  const words = texts[language];
  document.title = words.title;
  if (farewell !== undefined) {
    show(farewell());
    focusHeading(place); // the button that led here is gone
    return;
  }
  show(message({ title: words.loading }));
  const asked = new URLSearchParams(location.search).get("c");
  try {
    const campaigns = asked === null ? await ratingCampaigns() : undefined;
    const [first] = campaigns ?? [];
    if (opening !== openings) {
      return;
    }
    if (campaigns === undefined || (campaigns.length === 1 && first !== undefined)) {
      rate(asked ?? first?.id ?? "");
    } else if (campaigns.length === 0) {
      show(message({ title: words.noneTitle, text: words.none }, wayOut()));
    } else {
      show(choice(campaigns));
    }
  } catch (cause) {
    if (opening === openings) {
      show(failure(cause));
    }
  }
}

function rate(campaignId: string): void {
  const session = new RatingSession(
    {
      ask: (count) => nextAssignments(campaignId, count, consentVersion),
      send: (vote) => postVote(vote),
      load: loadPicture,
      release: releasePictures,
      storage: localStorage,
      now: () => performance.timeOrigin + performance.now(),
      clock: Date.now,
    },
    3,
  );
  const pairing = new Pairing(session, texts[language], failure, wayOut);
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

function failure(cause: unknown, retry: () => void = () => void open(), other = wayOut()): HTMLElement {
  const words = texts[language];
  const told = cause instanceof ProblemError && !cause.unreachable ? cause.problem : undefined;
  const again = make("button", { className: "confirm", type: "button", onclick: retry }, words.retry);
  const known = refusalOf(cause, words);
  const title = known?.[0] ?? told?.title ?? words.failedTitle;
  const text = known?.[1] ?? told?.detail ?? words.noAnswer;
  return message({ title, text }, again, other);
}

/** The button by which a visitor withdraws. */
function wayOut(): HTMLElement {
  const words = texts[language];
  const leave = () => ask(words.withdrawAsk, [[words.withdrawYes, () => void takeBack()]], words.close);
  return make("button", { className: "undo", type: "button", onclick: leave }, words.withdraw);
}

/** Ends the sitting and takes all votes of this device back; the page then keeps the name that they stay under. */
async function takeBack(): Promise<void> {
  farewell = () => message({ title: texts[language].withdrawing });
  void open();
  try {
    const { pseudonym } = await withdraw();
    farewell = () => message({ title: texts[language].withdrawn, text: texts[language].withdrawnAs(pseudonym) });
    void open();
  } catch (cause) {
    farewell = undefined;
    const on = () => void open();
    const stay = make("button", { className: "undo", type: "button", onclick: on }, texts[language].close);
    show(failure(cause, () => void takeBack(), stay));
    focusHeading(place);
  }
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
