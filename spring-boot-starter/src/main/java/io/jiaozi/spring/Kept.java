package io.jiaozi.spring;

import io.jiaozi.journal.Journal;
import io.jiaozi.notification.NotificationLog;
import org.jspecify.annotations.Nullable;

/**
 * Where intents, outcomes and handled messages are kept, unless the application has beans of its
 * own for that.
 *
 * @param journal null for none
 * @param log of handled messages
 * @param where for the report at the start
 * @param messages how many messages may be worked on at the same time
 */
record Kept(@Nullable Journal journal, NotificationLog log, String where, int messages) {}
