#!/usr/bin/env bash
# A real Redmine 5.0.4 (the package of Debian 12) on loopback with SQLite, for test/live/redmine.test.ts and bench/redmine.ts.
#
#   redmine-up.sh start [PORT]   installs what is missing, begins with a pristine database, starts, waits, checks
#   redmine-up.sh reset          a pristine database and no files, under the running server
#   redmine-up.sh stop           stops the server that this script started, by its pid
#   redmine-up.sh env            prints REDMINE_URL, REDMINE_API_KEY and so on
#   redmine-up.sh run FILE       runs a file of Ruby inside the application
#   redmine-up.sh sql TEXT       changes the database under the running server
#
# Needs root and Debian 12 with its packages. Ends with 75 and the reason where it cannot install them. Packages are installed
# only where CI is set, or REDMINE_LIVE=install.
set -euo pipefail

CMD=${1:-start}
PORT=${2:-${REDMINE_PORT:-3998}}
INSTANCE=${REDMINE_INSTANCE_NAME:-tracker-live}
KEY=${REDMINE_API_KEY:-0123456789abcdef0123456789abcdef01234567}  # of the administrator, a key of this test server alone
KEY2=${REDMINE_USER_KEY:-89abcdef0123456789abcdef0123456789abcdef} # of dev, an ordinary member
APP=/usr/share/redmine
ROOT=/var/lib/redmine/$INSTANCE
DB=$ROOT/db/redmine.sqlite3
TEMPLATE=$ROOT/db/pristine.sqlite3
PIDFILE=$ROOT/tmp/server.pid
LOG=$ROOT/log/server.log
SCRATCH=$(mktemp)
trap 'rm -f "$SCRATCH"' EXIT

cannot() { echo "$1" >&2; exit 75; }

as_www() { setpriv --reuid=www-data --regid=www-data --init-groups env HOME="$ROOT" REDMINE_INSTANCE="$INSTANCE" RAILS_ENV=production RACK_ENV=production RUBYOPT=-W0 "$@"; }

is_installed() { dpkg-query -W -f='${Status}' "$1" 2>/dev/null | grep -q 'install ok installed'; }

install_packages() {
  [ "$(id -u)" = 0 ] || cannot 'it takes root'
  command -v apt-get >/dev/null && command -v dpkg-query >/dev/null || cannot 'there is no apt here'
  if is_installed redmine && is_installed puma; then return; fi
  [ -n "${CI:-}" ] || [ "${REDMINE_LIVE:-}" = install ] || cannot 'Redmine is not installed; REDMINE_LIVE=install installs it from the packages of Debian'
  export DEBIAN_FRONTEND=noninteractive
  # Without these, the configuration of the database asks, or takes another one.
  debconf-set-selections <<'SELECTIONS'
redmine redmine/instances/default/dbconfig-install boolean true
redmine redmine/instances/default/database-type select sqlite3
redmine redmine/instances/default/default-language select en
SELECTIONS
  apt-get update -qq >"$SCRATCH" 2>&1 || cannot "apt-get update failed: $(tail -1 "$SCRATCH")"
  apt-cache show redmine >/dev/null 2>&1 || cannot 'this system has no package of Redmine'
  # Without what is recommended, which is a web server besides. The package migrates its database and fills it itself.
  apt-get install -y -qq --no-install-recommends redmine redmine-sqlite puma curl sqlite3 >"$SCRATCH" 2>&1 ||
    cannot "apt-get install failed: $(tail -1 "$SCRATCH")"
}

make_instance() {
  [ -s "$TEMPLATE" ] && [ -s "$ROOT/config/database.yml" ] && [ "$ROOT/tmp/seed.rb" -nt "$0" ] && return
  mkdir -p "$ROOT"/{config,log,files,tmp,db,public/plugin_assets}
  cat >"$ROOT/config/database.yml" <<YAML
production:
  adapter: sqlite3
  database: $DB
  encoding: utf8
  timeout: 10000
YAML
  openssl rand -hex 32 >"$ROOT/config/secret_key.txt"
  rm -f "$DB"*
  chown -R www-data:www-data "$ROOT"
  local src=/var/lib/dbconfig-common/sqlite3/redmine/instances/default/redmine_default
  if [ -s "$src" ]; then
    sqlite3 "$src" ".backup '$DB'"
    chown www-data:www-data "$DB"
  else
    (cd $APP && as_www SCHEMA=/dev/null bundle exec rake db:migrate && as_www REDMINE_LANG=en bundle exec rake redmine:load_default_data)
  fi
  cat >"$ROOT/tmp/seed.rb" <<'RUBY'
Setting.rest_api_enabled = '1'
Setting.host_name = ENV.fetch('SEED_HOST')
Setting.protocol = 'http'
Setting.text_formatting = 'textile'
Setting.notified_events = []
Setting.default_language = 'en'
def with_key(user, key)
  Token.where(user_id: user.id, action: 'api').delete_all
  Token.create!(user: user, action: 'api').update_column(:value, key)
end
admin = User.find_by!(login: 'admin')
admin.update_columns(must_change_passwd: false, status: 1)
with_key(admin, ENV.fetch('SEED_KEY'))
dev = User.find_by(login: 'dev') || User.new(firstname: 'Dev', lastname: 'Eloper', mail: 'dev@example.test', language: 'en').tap { |u| u.login = 'dev'; u.password = 'devdevdev1'; u.mail_notification = 'none'; u.save! }
with_key(dev, ENV.fetch('SEED_KEY2'))
dev_role = Role.givable.find_by!(name: 'Developer')
dev_role.add_permission!(:add_issues, :edit_issues, :add_issue_notes, :manage_issue_relations, :manage_subtasks)
dev_role.remove_permission!(:set_notes_private, :set_issues_private, :set_own_issues_private)
%w[sdk closed].each do |identifier|
  project = Project.find_by(identifier: identifier) || Project.new(name: identifier.upcase, identifier: identifier, is_public: true)
  project.enabled_module_names = %w[issue_tracking time_tracking]
  project.trackers = Tracker.all
  project.save!
  Member.create!(project: project, principal: dev, roles: [dev_role]) unless project.members.where(user_id: dev.id).exists?
  Member.create!(project: project, principal: admin, roles: [Role.givable.find_by!(name: 'Manager')]) unless project.members.where(user_id: admin.id).exists?
end
sdk = Project.find_by!(identifier: 'sdk')
%w[backend frontend suite-one].each { |n| sdk.issue_categories.find_or_create_by!(name: n) }
sdk.versions.find_or_create_by!(name: '1.0')
field = IssueCustomField.find_or_initialize_by(name: 'Labels')
field.field_format = 'list'
field.multiple = true
field.is_for_all = true
field.is_filter = true
field.possible_values = ['suite-one', 'suite-two', 'suite two', 'two words', 'a,b', 'a|b', '=x', '!y', '50%20off', 'Grün 😀', 'a:b/c']
field.trackers = Tracker.all
field.save!
puts "seeded: labels=#{field.id} dev=#{dev.id} version=#{Redmine::VERSION}"
RUBY
  (cd $APP && as_www SEED_HOST="127.0.0.1:$PORT" SEED_KEY="$KEY" SEED_KEY2="$KEY2" bundle exec bin/rails runner "$ROOT/tmp/seed.rb")
  sqlite3 "$DB" ".backup '$TEMPLATE'"
  chown www-data:www-data "$TEMPLATE"
}

reset_db() {
  # SQLite replaces the content under the server's open handle: no restart is needed.
  sqlite3 "$DB" ".restore '$TEMPLATE'"
  # The server keeps its settings until it sees newer ones.
  sqlite3 "$DB" "update settings set updated_on = strftime('%Y-%m-%d %H:%M:%f', 'now')"
  chown www-data:www-data "$DB"*
  rm -rf "${ROOT:?}/files/"* "$ROOT/tmp/cache"
}

running() { [ -s "$PIDFILE" ] && kill -0 "$(cat "$PIDFILE")" 2>/dev/null; }

stop() {
  running || { rm -f "$PIDFILE"; return 0; }
  local pid
  pid=$(cat "$PIDFILE")
  kill "$pid"
  for _ in $(seq 50); do
    kill -0 "$pid" 2>/dev/null || break
    sleep 0.1
  done
  if kill -0 "$pid" 2>/dev/null; then kill -9 "$pid"; fi
  rm -f "$PIDFILE"
}

serve() {
  cd $APP
  # setpriv and env replace themselves, so $! is the server.
  setsid setpriv --reuid=www-data --regid=www-data --init-groups env HOME="$ROOT" REDMINE_INSTANCE="$INSTANCE" \
    RAILS_ENV=production RACK_ENV=production RUBYOPT=-W0 \
    puma -e production -b "tcp://127.0.0.1:$PORT" -t 1:5 -w 0 --dir $APP config.ru >>"$LOG" 2>&1 </dev/null &
  echo $! >"$PIDFILE"
}

check() {
  for _ in $(seq 300); do
    running || { tail -30 "$LOG" >&2; echo 'the server ended' >&2; exit 1; }
    code=$(curl -s -o "$SCRATCH" -w '%{http_code}' -H "X-Redmine-API-Key: $KEY" "http://127.0.0.1:$PORT/users/current.json" || true)
    if [ "$code" = 200 ]; then return; fi
    sleep 0.2
  done
  echo "no 200 from the server (last: $code)" >&2
  tail -30 "$LOG" >&2
  exit 1
}

print_env() { printf 'REDMINE_URL=http://127.0.0.1:%s\nREDMINE_API_KEY=%s\nREDMINE_USER_KEY=%s\nREDMINE_PROJECT=sdk\n' "$PORT" "$KEY" "$KEY2"; }

case $CMD in
  start) install_packages; make_instance; stop; reset_db; serve; check; print_env ;;
  reset) reset_db ;;
  stop) stop ;;
  env) print_env ;;
  sql) sqlite3 "$DB" "$2" ;;
  run) cd $APP && as_www bundle exec bin/rails runner "$2" ;;
  *) sed -n 2,13p "$0"; exit 2 ;;
esac
