import "./crowd.css";
import { ProblemError } from "../api/problem";
import { storage } from "../api/storage";
import { type Language, rememberedLanguage, rememberLanguage } from "../i18n/language";
import { nextAssignments, postVote, type RatingCampaign, ratingCampaigns, withdraw } from "../rating/api";
import { forgetVotes } from "../rating/outbox";
import { loadPicture, releasePictures } from "../rating/pictures";
import { type Rater, raterHere, visitor } from "../rating/rater";
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
/** Whose page it is, once that is known. */
let rater = visitor;
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
    const campaigns = asked === null ? await ratingCampaigns() : [];
    if (opening !== openings) {
      return;
    }
    if (campaigns.length > 1) {
      show(choice(campaigns));
      return;
    }
    const here = await whoRates();
    if (opening !== openings) {
      return;
    }
    rater = here;
    const campaignId = asked ?? campaigns[0]?.id;
    if (campaignId === undefined) {
      show(message({ title: words.noneTitle, text: words.none }, wayOut()));
    } else {
      rate(campaignId, here);
    }
  } catch (cause) {
    if (opening === openings) {
      show(failure(cause));
    }
  }
}

/** One failure that passes, as phones have many, is not worth a page. */
async function whoRates(): Promise<Rater> {
  try {
    return await raterHere();
  } catch (cause) {
    if (!(cause instanceof ProblemError && cause.passing)) {
      throw cause;
    }
    await new Promise((later) => setTimeout(later, 1000));
    return raterHere();
  }
}

/** @param whose an expert who is signed in stays one here, also to the server */
function rate(campaignId: string, whose: Rater): void {
  const session = new RatingSession(
    {
      ask: (count) => nextAssignments(campaignId, count, whose, consentVersion),
      send: (vote) => postVote(vote, whose),
      load: loadPicture,
      release: releasePictures,
      storage,
      campaignId,
      rater: whose,
      onRaterChanged: () => void open(),
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

/** The button by which whose page it is withdraws, even if the page opens anew for another before the answer. */
function wayOut(): HTMLElement {
  const words = texts[language];
  const whose = rater;
  const leave = () => ask(words.withdrawAsk, [[words.withdrawYes, () => void takeBack(whose)]], words.close);
  return make("button", { className: "undo", type: "button", onclick: leave }, words.withdraw);
}

/** Ends the sitting and takes all votes of the rater back; the page then keeps the name that they stay under. */
async function takeBack(whose: Rater): Promise<void> {
  farewell = () => message({ title: texts[language].withdrawing });
  void open();
  try {
    const { pseudonym } = await withdraw(whose);
    forgetVotes(storage, whose); // else the next visit would send them
    farewell = () => message({ title: texts[language].withdrawn, text: texts[language].withdrawnAs(pseudonym) });
    void open();
  } catch (cause) {
    farewell = undefined;
    const on = () => void open();
    const stay = make("button", { className: "undo", type: "button", onclick: on }, texts[language].close);
    const changed = cause instanceof ProblemError && cause.raterChanged;
    show(failure(cause, changed ? on : () => void takeBack(whose), stay));
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
