package io.quotron.request;

import io.quotron.model.Profile;

/** Asks who a company or fund is. */
public interface ProfileRequest extends Request<Profile, ProfileRequest> {}
