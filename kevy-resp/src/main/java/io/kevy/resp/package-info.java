/** Placeholder. */
package io.kevy.resp;
