/** What may stand in a message or a log line: nothing that can break a line or tell a secret. */
@NullMarked
package io.jiaozi.internal.report;

import org.jspecify.annotations.NullMarked;
