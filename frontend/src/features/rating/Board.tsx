import { Button, Kbd, Progress, Textarea } from "@mantine/core";
import { useLocalStorage } from "@mantine/hooks";
import { useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { callAllBad, choose, isComplete, isUntouched, tieTheRest } from "../../rating/ballot";
import type { Ready } from "../../rating/feed";
import { keysPlace } from "../../rating/keys";
import type { RatingSession, Sitting } from "../../rating/session";
import { Icon } from "../../ui/Icon";
import { ProblemNotice } from "../../ui/ProblemNotice";
import { act, type Desk, type Mode } from "./actions";
import { inDialog, useQuestionFocus } from "./focus";
import { KeyMap } from "./KeyMap";
import { Look } from "./Look";
import styles from "./rating.module.css";
import { SkipChoice } from "./SkipChoice";
import { useSpoken } from "./spoken";
import { TagPanel } from "./TagPanel";
import { Tile } from "./Tile";

interface BoardProps {
  readonly session: RatingSession;
  readonly sitting: Sitting;
  readonly current: Ready;
}

/** The desk of an expert: prompt, pictures on grey ground, tags, and everything by keys. */
export function Board({ session, sitting, current }: BoardProps) {
  const { t } = useTranslation();
  const [mode, setMode] = useState<Mode>("RATE");
  const [group, setGroup] = useState<number | undefined>(undefined);
  const [task, setTask] = useState(current);
  if (task !== current) {
    setTask(current); // the keys begin anew with each task
    setMode("RATE");
    setGroup(undefined);
  }
  const [keysOn, setKeysOn] = useLocalStorage({
    key: keysPlace,
    defaultValue: true,
    getInitialValueInEffect: false,
  });
  const desk = useMemo<Desk>(() => ({ session, mode, group, setMode, setGroup }), [session, mode, group]);
  useKeys(desk, keysOn);
  const board = useRef<HTMLDivElement>(null);
  const prompt = useRef<HTMLHeadingElement>(null);
  useQuestionFocus(current, board, prompt);
  const spoken = useSpoken(sitting, current);
  const { assignment, pictures } = current;
  return (
    <div ref={board} className={styles.board} data-mode={mode}>
      <header className={styles.head}>
        <div>
          <p className={styles.question}>{assignment.question}</p>
          <h1 ref={prompt} className={styles.prompt} tabIndex={-1}>
            {assignment.prompt}
          </h1>
        </div>
        <SittingFacts sitting={sitting} />
      </header>
      {sitting.refused !== undefined && <ProblemNotice error={sitting.refused} />}
      <div className={styles.desk}>
        <div
          className={styles.stage}
          data-kind={assignment.taskKind}
          data-bad={sitting.ballot.allBad || sitting.ballot.choice === "BOTH_BAD"}
        >
          {pictures.map((url, slot) => (
            <Tile key={url} session={session} sitting={sitting} kind={assignment.taskKind} slot={slot} url={url} />
          ))}
        </div>
        <TagPanel
          session={session}
          sitting={sitting}
          open={mode === "GRID"}
          group={group}
          onOpen={(open) => setMode(open ? "GRID" : "RATE")}
        />
      </div>
      {mode === "LOOK" && (
        <Look url={pictures[sitting.focus] ?? ""} number={sitting.focus + 1} onClose={() => setMode("RATE")} />
      )}
      {mode === "COMMENT" && (
        <Textarea
          className={styles.comment ?? ""}
          label={t("rating.comment")}
          autoFocus
          maxLength={2000}
          value={sitting.ballot.comment}
          onChange={(event) => {
            const comment = event.currentTarget.value;
            session.change((ballot) => ({ ...ballot, comment }), "KEY");
          }}
          onKeyDown={(event) => event.key === "Escape" && setMode("RATE")}
        />
      )}
      <Controls session={session} sitting={sitting} current={current} mode={mode} onMode={setMode} />
      <SkipChoice opened={mode === "SKIP"} session={session} onClose={() => setMode("RATE")} />
      <KeyMap
        opened={mode === "KEYS"}
        kind={assignment.taskKind}
        keysOn={keysOn}
        onKeysOn={setKeysOn}
        onClose={() => setMode("RATE")}
      />
      <output className="quiet" aria-live="polite">
        {spoken}
      </output>
    </div>
  );
}

function useKeys(desk: Desk, on: boolean) {
  useEffect(() => {
    if (!on) {
      return;
    }
    const listen = (event: KeyboardEvent) => {
      const target = event.target instanceof Element ? event.target : undefined;
      const typing = target?.closest("input, textarea, select, [contenteditable]") != null;
      const pressing = target?.closest("button, a") != null && (event.code === "Enter" || event.code === "Space");
      // a dialog closes itself by it, before this is heard: it would be taken for a press that clears the answer
      const closing = event.code === "Escape" && inDialog(target);
      if (!typing && !pressing && !closing && !event.repeat && act(event, desk)) {
        event.preventDefault();
      }
    };
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, [desk, on]);
}

function SittingFacts({ sitting }: { sitting: Sitting }) {
  const { t } = useTranslation();
  const progress = sitting.current?.assignment.progress;
  const total = progress?.of;
  return (
    <div className={styles.facts}>
      <span>{t("rating.done", { count: sitting.done })}</span>
      {sitting.pending > 0 && <span>{t("rating.pending", { count: sitting.pending })}</span>}
      {sitting.correcting && <strong>{t("rating.correcting")}</strong>}
      {progress !== undefined && total !== undefined && (
        <Progress
          w={120}
          size={4}
          value={(100 * progress.done) / total}
          aria-label={t("rating.progress", { done: progress.done, of: total })}
        />
      )}
    </div>
  );
}

/** Nothing happens on a press. The button is not disabled: that would drop the focus. */
const passive = (is: boolean) => ({ "aria-disabled": is, "data-disabled": is });

interface ControlsProps extends BoardProps {
  readonly mode: Mode;
  readonly onMode: (mode: Mode) => void;
}

function Controls({ session, sitting, current, mode, onMode }: ControlsProps) {
  const { t } = useTranslation();
  const { assignment } = current;
  const slots = assignment.slots.length;
  const pair = assignment.taskKind === "PAIR";
  const { ballot } = sitting;
  return (
    <div className={styles.controls}>
      <Button
        variant={pair && ballot.choice === "TIE" ? "light" : "default"}
        aria-pressed={pair ? ballot.choice === "TIE" : undefined}
        rightSection={<Kbd size="xs">T</Kbd>}
        onClick={() => session.change((before) => (pair ? choose(before, "TIE") : tieTheRest(before, slots)), "MOUSE")}
      >
        {pair ? t("rating.do.tie") : t("rating.tieRest")}
      </Button>
      <Button
        variant={ballot.choice === "BOTH_BAD" || ballot.allBad ? "light" : "default"}
        aria-pressed={pair ? ballot.choice === "BOTH_BAD" : ballot.allBad}
        rightSection={<Kbd size="xs">B</Kbd>}
        onClick={() =>
          session.change((before) => (pair ? choose(before, "BOTH_BAD") : callAllBad(before, slots)), "MOUSE")
        }
      >
        {pair ? t("rating.do.bothBad") : t("rating.allBad")}
      </Button>
      <Button variant="default" rightSection={<Kbd size="xs">␣</Kbd>} onClick={() => onMode("SKIP")}>
        {t("rating.do.skip")}
      </Button>
      <Button
        variant="default"
        {...passive(!sitting.canUndo)}
        rightSection={<Kbd size="xs">Z</Kbd>}
        onClick={() => session.undo()}
      >
        {t("rating.do.undo")}
      </Button>
      <Button variant="default" rightSection={<Kbd size="xs">X</Kbd>} onClick={() => onMode("LOOK")}>
        {t("rating.do.look")}
      </Button>
      <Button
        variant={ballot.comment === "" ? "default" : "light"}
        rightSection={<Kbd size="xs">N</Kbd>}
        aria-expanded={mode === "COMMENT"}
        onClick={() => onMode(mode === "COMMENT" ? "RATE" : "COMMENT")}
      >
        {t("rating.do.comment")}
      </Button>
      <Button
        className={styles.keysButton ?? ""}
        variant="subtle"
        color="gray"
        leftSection={<Icon name="keyboard" />}
        onClick={() => onMode("KEYS")}
      >
        {t("rating.do.keys")}
      </Button>
      <span className={styles.grow} />
      <Button variant="subtle" color="gray" {...passive(isUntouched(ballot))} onClick={() => session.clear()}>
        {t("rating.do.clear")}
      </Button>
      <Button
        className={styles.commit ?? ""}
        {...passive(!isComplete(ballot, assignment))}
        rightSection={<Kbd size="xs">↵</Kbd>}
        onClick={() => session.commit()}
      >
        {t("rating.do.commit")}
      </Button>
    </div>
  );
}
