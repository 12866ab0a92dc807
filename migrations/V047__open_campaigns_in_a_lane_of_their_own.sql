-- An opening holds its thread until the last picture is drawn, so two of them kept every import waiting. Openings that
-- wait in the old lane are begun from there.
alter table job drop constraint job_lane_check;
alter table job add constraint job_lane_check check (lane in ('GENERATE', 'TRAIN', 'OPEN', 'OTHER'));
create table job_queue_open (like job_queue_generate including all);
