import { Button, Group } from "@mantine/core";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useEffect, useState, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { Empty, Page } from "../../ui/Page";
import { ProblemNotice } from "../../ui/ProblemNotice";
import { Board } from "./Board";
import { newSession } from "./queries";

const route = getRouteApi("/rating/$campaignId");

export function BoardPage() {
  const { campaignId } = route.useParams();
  return <Sitting key={campaignId} campaignId={campaignId} />;
}

function Sitting({ campaignId }: { campaignId: string }) {
  const { t } = useTranslation();
  const [session] = useState(() => newSession(campaignId));
  const sitting = useSyncExternalStore(session.subscribe, session.sitting);
  useEffect(() => {
    session.start();
    return () => session.stop();
  }, [session]);
  if (sitting.current !== undefined) {
    return <Board session={session} sitting={sitting} current={sitting.current} />;
  }
  const ways = (
    <>
      {sitting.canUndo && (
        <Button variant="subtle" color="gray" onClick={() => session.undo()}>
          {t("rating.do.undo")}
        </Button>
      )}
      <Link to="/rating">{t("rating.otherCampaigns")}</Link>
    </>
  );
  return (
    <Page title={t("rating.title")}>
      {sitting.refused !== undefined && <ProblemNotice error={sitting.refused} />}
      {sitting.state === "LOADING" && <p role="status">{t("rating.fetching")}</p>}
      {sitting.state === "FAILED" && (
        <>
          <ProblemNotice error={sitting.error} />
          <Group mt="md">
            <Button variant="default" onClick={() => session.retry()}>
              {t("problem.again")}
            </Button>
            {ways}
          </Group>
        </>
      )}
      {sitting.state === "EMPTY" && (
        <Empty icon="check" title={t("rating.finishedTitle")} text={t("rating.finishedText", { count: sitting.done })}>
          <Button variant="default" onClick={() => session.retry()}>
            {t("rating.lookAgain")}
          </Button>
          {ways}
        </Empty>
      )}
    </Page>
  );
}
