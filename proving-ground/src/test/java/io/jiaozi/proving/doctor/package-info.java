/**
 * The doctor names the mistake. Accounts that are in order are broken in one place at a time, and
 * the report must say that place, with the sentence that helps, and blame nothing else.
 */
package io.jiaozi.proving.doctor;
