import type { Language } from "../i18n/language";
import type { SkipReason } from "../rating/assignment";

/** Raised whenever `consent` says something new. */
export const consentVersion = 1;

/** The words of the crowd page. Few enough to travel with it. */
export interface Texts {
  readonly title: string;
  readonly brand: string;
  readonly otherLanguage: string;
  readonly candidate: (number: number) => string;
  readonly confirm: string;
  readonly confirmOther: string;
  readonly choosePair: string;
  readonly chooseRank: string;
  readonly tie: string;
  readonly bothBad: string;
  readonly skip: string;
  readonly skipWhy: string;
  readonly close: string;
  readonly undo: string;
  /** The switch of the keys that answer. */
  readonly keys: string;
  readonly progress: (done: number, of: number) => string;
  readonly consent: string;
  readonly loading: string;
  readonly thanksTitle: string;
  readonly thanks: (count: number) => string;
  readonly again: string;
  readonly emptyTitle: string;
  readonly empty: string;
  readonly pick: string;
  readonly kind: Readonly<Record<"PAIR" | "RANK_4", string>>;
  readonly noneTitle: string;
  readonly none: string;
  /** Refusals a visitor can run into, by their code: a title and what to do. */
  readonly refusals: Readonly<Record<string, readonly [title: string, text: string]>>;
  /** Of a fault that passes and has no words of its own above. */
  readonly trouble: readonly [title: string, text: string];
  readonly failedTitle: string;
  readonly noAnswer: string;
  readonly retry: string;
  readonly pending: (count: number) => string;
  readonly offline: string;
  readonly refused: string;
  readonly withdraw: string;
  readonly withdrawAsk: string;
  readonly withdrawYes: string;
  readonly withdrawing: string;
  readonly withdrawn: string;
  /** Under which name the votes stay, and what it is good for. */
  readonly withdrawnAs: (pseudonym: string) => string;
  readonly chosen: Readonly<Record<"LEFT" | "RIGHT" | "TIE" | "BOTH_BAD", string>>;
  readonly rank: (number: number, rank: number) => string;
  readonly reasons: Readonly<Record<SkipReason, string>>;
}

const zh: Texts = {
  title: "品画 · 哪张更好",
  brand: "品画",
  otherLanguage: "English",
  candidate: (number) => `候选图 ${number}`,
  confirm: "就选这张",
  confirmOther: "确定",
  choosePair: "点一张图",
  chooseRank: "从最好的开始，依次点图",
  tie: "差不多",
  bothBad: "都不好",
  skip: "跳过",
  skipWhy: "为什么跳过？",
  close: "取消",
  undo: "撤回上一题",
  keys: "单键快捷键",
  progress: (done, of) => `已完成 ${done} / ${of}`,
  consent: "投票是匿名的，只用来改进画画的模型；不需要登录，也不记录你是谁。继续投票即表示同意。",
  loading: "正在取画…",
  thanksTitle: "谢谢！",
  thanks: (count) => `你已经评了 ${count} 题。`,
  again: "再来 5 题",
  emptyTitle: "暂时没有新题了",
  empty: "你已经看完了这里的画。过些时候再来看看吧。",
  pick: "选一个活动",
  kind: { PAIR: "两张里选一张", RANK_4: "给四张图排名次" },
  noneTitle: "现在没有开放的活动",
  none: "有新活动时，会有人把链接或二维码发给你。",
  refusals: {
    NOT_FOUND: ["没有这个活动", "链接可能不完整。请再扫一次二维码，或向发链接的人要新的。"],
    CAMPAIGN_NOT_OPEN: ["活动现在不收票", "它可能还没开始，或者已经结束。谢谢你来。"],
    NOT_IN_AUDIENCE: ["这个活动只请专家评", "如果你有账号，请登录后在“评画”里打开它。"],
    RATER_UNKNOWN: ["认不出这个浏览器", "请允许 Cookie，再重新打开链接。"],
    RATER_WITHDRAWN: ["你已撤回参与", "这台设备上的票不再使用，也不会再派题。"],
    RATER_CHANGED: ["现在登录的是另一个人", "页面是为之前的人打开的，什么都没有做。请再试一次，为现在的人打开它。"],
    IMAGE_GONE: ["有一张图已不可用", "请再试一次，或重新打开链接。"],
    ASSIGNMENT_NOT_YOURS: ["这道题不是派给你的", "请重新打开链接。"],
    ALREADY_VOTED: ["这道题已经投过票", "先前的那一票不变。"],
    UNDO_REFUSED: ["这一票已经不能撤回", "先前的那一票不变。"],
    NOT_SIGNED_IN: ["你的登录已过期", "请重新登录，再打开这里。已投的票存在这台设备上，不会丢。"],
    TOO_MANY_REQUESTS: ["太快了", "请歇一会儿再继续。"],
    OVERLOADED: ["现在人多，忙不过来", "请过一会儿再试。已投的票存在这台设备上，不会丢。"],
    STOPPING: ["服务正在重启", "请过一会儿再试。已投的票存在这台设备上，不会丢。"],
  },
  trouble: ["服务出了点问题", "不是你的错，请过一会儿再试。已投的票存在这台设备上，不会丢。"],
  failedTitle: "没有连上",
  noAnswer: "服务没有回应，请检查网络。已投的票存在这台设备上，不会丢。",
  retry: "再试一次",
  pending: (count) => `${count} 票待送达`,
  offline: "没有网络，票先存在这台设备上",
  refused: "上一票没有被接受",
  withdraw: "撤回我的全部投票",
  withdrawAsk: "从现在起，你的票不再用于任何新的模型。要撤回吗？",
  withdrawYes: "全部撤回",
  withdrawing: "正在撤回…",
  withdrawn: "已撤回。谢谢你来过。",
  withdrawnAs: (pseudonym) =>
    `你在这里的代号是 ${pseudonym}。如果还想让主办方抹去你与这些票的关联，请记下它并告诉他们。`,
  chosen: { LEFT: "已选择左图", RIGHT: "已选择右图", TIE: "已选择差不多", BOTH_BAD: "已选择都不好" },
  rank: (number, rank) => `候选图 ${number} 第 ${rank} 名`,
  reasons: {
    UNSURE: "拿不准",
    NOT_LOADED: "图片没显示出来",
    OFFENSIVE: "内容令人不适",
    PROMPT_UNCLEAR: "描述看不懂",
    OTHER: "其他原因",
  },
};

const en: Texts = {
  title: "Pinhua · which is better",
  brand: "Pinhua",
  otherLanguage: "中文",
  candidate: (number) => `Candidate ${number}`,
  confirm: "Choose this one",
  confirmOther: "Confirm",
  choosePair: "Tap a picture",
  chooseRank: "Tap from best to worst",
  tie: "About equal",
  bothBad: "Both bad",
  skip: "Skip",
  skipWhy: "Why skip?",
  close: "Cancel",
  undo: "Undo last",
  keys: "Single keys",
  progress: (done, of) => `${done} of ${of} done`,
  consent:
    "Votes are anonymous and only serve to improve the painting model. No account, nothing about who you are. By voting you agree.",
  loading: "Fetching pictures…",
  thanksTitle: "Thank you!",
  thanks: (count) => `You have answered ${count} so far.`,
  again: "Five more",
  emptyTitle: "Nothing new right now",
  empty: "You have seen all the pictures here. Come back later.",
  pick: "Pick a campaign",
  kind: { PAIR: "Choose one of two", RANK_4: "Rank four pictures" },
  noneTitle: "No campaign is open",
  none: "Someone will send you a link or a code when there is one.",
  refusals: {
    NOT_FOUND: ["No such campaign", "The link may be incomplete. Scan the code again or ask for a new link."],
    CAMPAIGN_NOT_OPEN: ["Not taking votes now", "It has not begun yet, or is over. Thank you for coming."],
    NOT_IN_AUDIENCE: ["For experts only", "If you have an account, sign in and open it under Rate."],
    RATER_UNKNOWN: ["This browser is not known", "Allow cookies and open the link again."],
    RATER_WITHDRAWN: ["You have withdrawn", "Votes of this device are no longer used, and it gets no more tasks."],
    RATER_CHANGED: [
      "Somebody else is signed in now",
      "The page was opened for another rater, so nothing was done. Try again to open it for whoever is signed in.",
    ],
    IMAGE_GONE: ["A picture is no longer available", "Try again, or open the link again."],
    ASSIGNMENT_NOT_YOURS: ["This task was not given to you", "Open the link again."],
    ALREADY_VOTED: ["This task has its vote", "The earlier vote stands."],
    UNDO_REFUSED: ["This vote can no longer be taken back", "The earlier vote stands."],
    NOT_SIGNED_IN: ["Your sign-in has run out", "Sign in and come back. Your votes are kept on this device."],
    TOO_MANY_REQUESTS: ["Too fast", "Rest a moment, then go on."],
    OVERLOADED: ["Very busy right now", "Try again in a moment. Your votes are kept on this device."],
    STOPPING: ["The service is restarting", "Try again in a moment. Your votes are kept on this device."],
  },
  trouble: [
    "Something went wrong on our side",
    "It is not your doing; try again in a moment. Your votes are kept on this device.",
  ],
  failedTitle: "No connection",
  noAnswer: "The server did not answer; check the network. Your votes are kept on this device.",
  retry: "Try again",
  pending: (count) => `${count} on their way`,
  offline: "No network; votes are kept here",
  refused: "The last vote was not accepted",
  withdraw: "Withdraw all my votes",
  withdrawAsk: "From now on your votes will not serve any new model. Withdraw them?",
  withdrawYes: "Withdraw all",
  withdrawing: "Withdrawing…",
  withdrawn: "Withdrawn. Thank you for coming.",
  withdrawnAs: (pseudonym) =>
    `You are ${pseudonym} here. To have the organisers erase the link between you and these votes too, note it and tell them.`,
  chosen: { LEFT: "Left chosen", RIGHT: "Right chosen", TIE: "About equal chosen", BOTH_BAD: "Both bad chosen" },
  rank: (number, rank) => `Candidate ${number} rank ${rank}`,
  reasons: {
    UNSURE: "Not sure",
    NOT_LOADED: "A picture did not load",
    OFFENSIVE: "Offensive content",
    PROMPT_UNCLEAR: "The prompt is unclear",
    OTHER: "Another reason",
  },
};

export const texts: Readonly<Record<Language, Texts>> = { "zh-CN": zh, en };
