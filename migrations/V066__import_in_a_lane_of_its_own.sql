-- An import holds its thread while files are unpacked, looked into and read for their digest, so two of them kept every
-- curation and every snapshot waiting. Imports that wait in the old lane are begun from there.
alter table job drop constraint job_lane_check;
alter table job add constraint job_lane_check check (lane in ('GENERATE', 'TRAIN', 'OPEN', 'IMPORT', 'OTHER'));
create table job_queue_import (like job_queue_generate including all);
