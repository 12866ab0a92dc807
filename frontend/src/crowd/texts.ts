import type { Language } from "../i18n/language";
import type { SkipReason } from "../rating/assignment";

/** Raised whenever `consent` says something new. */
export const consentVersion = 1;

/** The words of the crowd page. Few enough to travel with it. */
export interface Texts {
  readonly title: string;
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
  readonly progress: (done: number, of: number) => string;
  readonly consent: string;
  readonly loading: string;
  readonly thanksTitle: string;
  readonly thanks: (count: number) => string;
  readonly again: string;
  readonly emptyTitle: string;
  readonly empty: string;
  readonly pick: string;
  readonly noneTitle: string;
  readonly none: string;
  readonly failedTitle: string;
  readonly noAnswer: string;
  readonly retry: string;
  readonly pending: (count: number) => string;
  readonly refused: string;
  readonly withdraw: string;
  readonly withdrawAsk: string;
  readonly withdrawYes: string;
  readonly withdrawn: string;
  readonly chosen: Readonly<Record<"LEFT" | "RIGHT" | "TIE" | "BOTH_BAD", string>>;
  readonly rank: (number: number, rank: number) => string;
  readonly reasons: Readonly<Record<SkipReason, string>>;
}

const zh: Texts = {
  title: "品画 · 哪张更好",
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
  progress: (done, of) => `已完成 ${done} / ${of}`,
  consent: "投票是匿名的，只用来改进画画的模型；不需要登录，也不记录你是谁。继续投票即表示同意。",
  loading: "正在取画…",
  thanksTitle: "谢谢！",
  thanks: (count) => `你已经评了 ${count} 题。`,
  again: "再来 5 题",
  emptyTitle: "暂时没有新题了",
  empty: "你已经看完了这里的画。过些时候再来看看吧。",
  pick: "选一个活动",
  noneTitle: "现在没有开放的活动",
  none: "有新活动时，会有人把链接或二维码发给你。",
  failedTitle: "没有连上",
  noAnswer: "服务没有回应，请检查网络。你的投票已保存在手机里，不会丢。",
  retry: "再试一次",
  pending: (count) => `${count} 票待送达`,
  refused: "上一票没有被接受：",
  withdraw: "撤回我的全部投票",
  withdrawAsk: "从现在起，你的票不再用于任何新的模型。要撤回吗？",
  withdrawYes: "全部撤回",
  withdrawn: "已撤回。谢谢你来过。",
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
  noneTitle: "No campaign is open",
  none: "Someone will send you a link or a code when there is one.",
  failedTitle: "No connection",
  noAnswer: "The server did not answer; check the network. Your votes are kept on this device.",
  retry: "Try again",
  pending: (count) => `${count} on their way`,
  refused: "The last vote was not accepted: ",
  withdraw: "Withdraw all my votes",
  withdrawAsk: "From now on your votes will not serve any new model. Withdraw them?",
  withdrawYes: "Withdraw all",
  withdrawn: "Withdrawn. Thank you for coming.",
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
