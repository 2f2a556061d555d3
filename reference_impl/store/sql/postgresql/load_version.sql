SELECT version FROM pitboss_versions WHERE contract = $1;
